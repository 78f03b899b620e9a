import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseUtc, secondsSince } from '../../../src/lib/duration.ts';

test.each([
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [75, '1 min'],
  [720, '12 min'],
  [11_520, '3 h 12 min'],
  [7_200, '2 h'],
  [792_000, '9 d 4 h'],
  [86_460, '1 d'],
  [-5, '0 s'],
])('%d seconds read as %s', (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words);
});

test('a duration never has more than two units', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e9 }),
      (seconds) => formatDuration(seconds).split(' ').length <= 4,
    ),
  );
});

test('a time without a zone is UTC, as OpenStack means it', () => {
  expect(parseUtc('2026-11-22T17:20:58.000000')).toBe(Date.parse('2026-11-22T17:20:58Z'));
  expect(parseUtc('2026-11-22T18:20:58+01:00')).toBe(Date.parse('2026-11-22T17:20:58Z'));
  expect(parseUtc('last Tuesday')).toBeUndefined();
});

test('an absent or unreadable time has no age', () => {
  const now = new Date('2026-11-22T18:00:00Z');
  expect(secondsSince('2026-11-22T17:00:00+00:00', now)).toBe(3600);
  expect(secondsSince(null, now)).toBeUndefined();
  expect(secondsSince('?', now)).toBeUndefined();
});
