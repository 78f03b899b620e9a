import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineTimes, offsetMinutes } from '../../../src/logs/line-time.ts';

const now = new Date('2026-11-22T18:40:22Z');
const utc = lineTimes({ offsetMinutes: 0, now });
const berlin = lineTimes({ offsetMinutes: 60, now });

it.each([
  ['2026-11-22 18:40:22.184 12345 ERROR x', '2026-11-22T18:40:22.184Z', '2026-11-22T17:40:22.184Z'],
  ['2026-11-22 18:40:22,184 x', '2026-11-22T18:40:22.184Z', '2026-11-22T17:40:22.184Z'],
  ['[2026-11-22T18:40] x', '2026-11-22T18:40:00Z', '2026-11-22T17:40:00Z'],
  ['2026-11-22T18:40:22Z x', '2026-11-22T18:40:22Z', '2026-11-22T18:40:22Z'],
  ['2026-11-22T18:40:22.123456+0200 c1 x', '2026-11-22T16:40:22.123Z', '2026-11-22T16:40:22.123Z'],
  ['2026-11-22T18:40:22-03:30 x', '2026-11-22T22:10:22Z', '2026-11-22T22:10:22Z'],
  ['Nov 22 18:40:22 c1 x', '2026-11-22T18:40:22Z', '2026-11-22T17:40:22Z'],
  ['Nov  3 01:02:03 c1 x', '2026-11-03T01:02:03Z', '2026-11-03T00:02:03Z'],
  ['Dec 31 23:59:59 c1 x', '2025-12-31T23:59:59Z', '2025-12-31T22:59:59Z'],
  ['Feb 29 12:00:00 c1 x', '2024-02-29T12:00:00Z', '2024-02-29T11:00:00Z'],
  ['::1 - - [22/Nov/2026 18:40:22] "GET', '2026-11-22T18:40:22Z', '2026-11-22T17:40:22Z'],
  ['::1 - u [22/Nov/2026:18:40:22 +0100] "GET', '2026-11-22T17:40:22Z', '2026-11-22T17:40:22Z'],
])('%s', (line, inUtc, inBerlin) => {
  expect(utc(line)).toBe(Date.parse(inUtc));
  expect(berlin(line)).toBe(Date.parse(inBerlin));
});

it.each([
  'Stderr: x',
  '',
  'Nov 31 x',
  'Foo 12 10:00:00',
  '2026-13-45 99:99:99 x',
  'Nov 22 25:00:00 x',
  '  2026-11-22 18:40',
])('no time in "%s"', (line) => {
  expect(utc(line)).toBeUndefined();
});

it('a syslog line of the coming minutes is of this year: clocks differ', () => {
  expect(utc('Nov 22 18:45:00 c1 x')).toBe(Date.parse('2026-11-22T18:45:00Z'));
});

it('in January, a line of December is of last year, in the host’s own time too', () => {
  const january = lineTimes({ offsetMinutes: 120, now: new Date('2026-12-31T22:30:00Z') });
  expect(january('Jan  1 00:10:00 c1 x')).toBe(Date.parse('2026-12-31T22:10:00Z'));
  expect(january('Dec 31 23:50:00 c1 x')).toBe(Date.parse('2026-12-31T21:50:00Z'));
});

it('an offset in minutes', () => {
  expect(['+00:00', '-00:00', '+05:30', '-03:30'].map(offsetMinutes)).toEqual([0, 0, 330, -210]);
});

it('any time comes back as it was written', () => {
  const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(time, fc.integer({ min: -14 * 60, max: 14 * 60 }), (at, offset) => {
      const local = new Date(at.getTime() + offset * 60_000).toISOString().replace('T', ' ').slice(0, -1);
      expect(lineTimes({ offsetMinutes: offset, now })(`${local} 1 INFO x`)).toBe(at.getTime());
    }),
  );
});
