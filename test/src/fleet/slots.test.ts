import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WEEKDAYS } from '../../../src/fleet/config.ts';
import { digestSlot, sweepSlot } from '../../../src/fleet/slots.ts';

const daily = (at: string, timezone: string) => ({ at, timezone, days: [...WEEKDAYS] });

test('a sweep’s slot is the same for all who ask within it', () => {
  expect(sweepSlot(new Date('2026-11-22T03:14:59.999Z'), 15)).toBe('2026-11-22T03:00:00.000Z');
  expect(sweepSlot(new Date('2026-11-22T03:15:00.000Z'), 15)).toBe('2026-11-22T03:15:00.000Z');
});

describe('a digest is due', () => {
  test.each([
    ['at eight in Berlin, which is seven in winter', '2026-11-22T07:00:00Z', '2026-11-22T07:00:00.000Z'],
    ['not a millisecond earlier', '2026-11-22T06:59:59.999Z', '2026-11-21T07:00:00.000Z'],
    ['at six in summer', '2026-07-01T12:00:00Z', '2026-07-01T06:00:00.000Z'],
    ['and between the days at yesterday’s time', '2026-07-01T05:00:00Z', '2026-06-30T06:00:00.000Z'],
  ])('%s', (_, now, due) => {
    expect(digestSlot(new Date(now), daily('08:00', 'Europe/Berlin'))).toBe(due);
  });

  test('on its days alone, by the local calendar', () => {
    const config = { at: '00:30', timezone: 'Pacific/Auckland', days: ['mon' as const] };
    // Monday 00:30 in Auckland is Sunday 11:30 of UTC in summer there.
    expect(digestSlot(new Date('2026-11-22T11:30:00Z'), config)).toBe('2026-11-22T11:30:00.000Z');
    expect(digestSlot(new Date('2026-11-22T11:29:00Z'), config)).toBe('2026-11-15T11:30:00.000Z');
  });

  test('when the clock leaps over the time, as much later; when it shows it twice, the first time', () => {
    const night = daily('02:30', 'Europe/Berlin');
    expect(digestSlot(new Date('2026-03-29T12:00:00Z'), night)).toBe('2026-03-29T01:30:00.000Z');
    expect(digestSlot(new Date('2026-10-25T12:00:00Z'), night)).toBe('2026-10-25T00:30:00.000Z');
  });

  test('once a day anywhere, in the past, and less than 25 hours ago', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) }),
        fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
        fc.tuple(fc.nat(23), fc.nat(59)),
        (now, timezone, [hour, minute]) => {
          const at = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
          const due = Date.parse(digestSlot(new Date(now), daily(at, timezone)));
          expect(due).toBeLessThanOrEqual(now);
          expect(now - due).toBeLessThanOrEqual(25 * 3600_000);
          const again = digestSlot(new Date(due), daily(at, timezone));
          expect(Date.parse(again)).toBe(due);
        },
      ),
    );
  });
});
