import { expect, test } from 'vitest';
import { after, isLater, isoOf, tsOf } from '../../../src/alerts/slack-time.ts';

test.each([
  ['1795364901.000200', '1795364901.000100', true],
  ['1795364901.000100', '1795364901.000100', false],
  ['1795364902.000000', '1795364901.999999', true],
  ['1795364901.0002', '1795364901.000200', false],
  ['1795364901.1', '1795364901.000200', true],
  ['999999999.000000', '1795364901.000000', false],
])('%s is later than %s: %s', (a, b, later) => {
  expect(isLater(a, b)).toBe(later);
});

test('a ts is a time of day and back', () => {
  const at = new Date('2026-11-22T17:08:21.125Z');
  expect(isoOf(tsOf(at))).toBe(at.toISOString());
  expect(isoOf('soon')).toBeUndefined();
  expect(after(at.toISOString(), 1_000)).toBe('2026-11-22T17:08:22.125Z');
});
