import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietHours } from '../../../src/core/quiet-hours.ts';

const hours = (from: string, to: string, timezone = 'Europe/Berlin') =>
  quietHours({ from, to, timezone, but: [] });
const until = (from: string, to: string, at: string) => hours(from, to)(new Date(at))?.toISOString();

describe('quiet hours', () => {
  it('are never where nobody has set them', () => {
    expect(quietHours(undefined)(new Date())).toBeUndefined();
  });

  it.each([
    // In winter Berlin is an hour ahead of UTC.
    ['before they begin', '2026-11-30T20:59:59Z', undefined],
    ['when they begin', '2026-11-30T21:00:00Z', '2026-12-01T06:00:00.000Z'],
    ['at midnight', '2026-11-30T23:00:00Z', '2026-12-01T06:00:00.000Z'],
    ['in the last second', '2026-12-01T05:59:59Z', '2026-12-01T06:00:00.000Z'],
    ['when they end', '2026-12-01T06:00:00Z', undefined],
    // In summer two.
    ['in summer', '2026-07-01T20:00:00Z', '2026-07-02T05:00:00.000Z'],
    ['in the night when clocks go forward', '2026-03-28T22:00:00Z', '2026-03-29T05:00:00.000Z'],
    ['in the night when clocks go back', '2026-10-24T21:00:00Z', '2026-10-25T06:00:00.000Z'],
  ])('over a night, %s', (_, at, end) => {
    expect(until('22:00', '07:00', at)).toBe(end);
  });

  it('lie within a day where they end later than they begin', () => {
    expect(until('12:00', '13:30', '2026-11-30T11:15:00Z')).toBe('2026-11-30T12:30:00.000Z');
    expect(until('12:00', '13:30', '2026-11-30T23:15:00Z')).toBeUndefined();
  });

  it('end when the clock has leapt over their end', () => {
    // 02:00 becomes 03:00 at 01:00 UTC.
    expect(until('22:00', '02:30', '2026-03-29T00:59:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(until('22:00', '02:30', '2026-03-29T01:00:00Z')).toBeUndefined();
  });

  it('end the first of two times, and are there once more until the second', () => {
    // 03:00 becomes 02:00 at 01:00 UTC.
    expect(until('22:00', '02:30', '2026-10-25T00:10:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(until('22:00', '02:30', '2026-10-25T00:40:00Z')).toBeUndefined();
    expect(until('22:00', '02:30', '2026-10-25T01:10:00Z')).toBe('2026-10-25T01:30:00.000Z');
  });

  it('hold from any moment in them until the moment that is told, and not then', () => {
    const time = fc.record({ hour: fc.nat(23), minute: fc.nat(59) }).map(({ hour, minute }) => {
      return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
    });
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    );
    const moment = fc.date({
      min: new Date('2026-01-01T00:00:00Z'),
      max: new Date('2027-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    const property = fc.property(time, time, zone, moment, (from, to, timezone, at) => {
      fc.pre(from !== to);
      const quiet = hours(from, to, timezone);
      const end = quiet(at);
      if (!end) return;
      expect(end.getTime()).toBeGreaterThan(at.getTime());
      expect(quiet(end)).toBeUndefined();
      for (let one = at.getTime(); one < end.getTime(); one += 600_000)
        expect(quiet(new Date(one))).toEqual(end);
      expect(quiet(new Date(end.getTime() - 1))).toEqual(end);
    });
    fc.assert(property, { numRuns: 200 });
  });
});
