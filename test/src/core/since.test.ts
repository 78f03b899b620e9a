import { describe, expect, it } from 'vitest';
import { readSince } from '../../../src/core/since.ts';

const NOW = new Date('2026-11-22T03:14:00.000Z');

describe('a point in the past as people type it', () => {
  it.each([
    ['2h', '2026-11-22T01:14:00.000Z'],
    ['30 min', '2026-11-22T02:44:00.000Z'],
    ['5m', '2026-11-22T03:09:00.000Z'],
    ['3d', '2026-11-19T03:14:00.000Z'],
    ['1w', '2026-11-15T03:14:00.000Z'],
    ['today', '2026-11-22T00:00:00.000Z'],
    ['Yesterday', '2026-11-21T00:00:00.000Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20 14:30', '2026-11-20T14:30:00.000Z'],
    ['2026-11-20T14:30:05Z', '2026-11-20T14:30:05.000Z'],
    ['2026-11-20T14:30:05+02:00', '2026-11-20T12:30:05.000Z'],
  ])('%j is %s', (words, iso) => {
    expect(readSince(words, NOW)).toBe(iso);
  });

  it.each(['', 'tomorrow', '2', 'h', '2026-13-40', '99999999h', '-2h', '2h ago'])('%j is none', (words) => {
    expect(readSince(words, NOW)).toBeUndefined();
  });
});
