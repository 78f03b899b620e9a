import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut } from '../../../src/lib/cut.ts';

test('both ends stay where the inner cause stands last', () => {
  expect(cut('Failed to deploy: aaaaaaaaaaaaaaaaaaaa: No space left', 28, 'middle')).toMatch(
    /^Failed to de.*No space left$/,
  );
  expect(cut('abcdef', 4)).toBe('abc…');
});

test('what fits is left alone', () => {
  expect(cut('node-17', 7)).toBe('node-17');
});

test('no code point is split and the limit holds', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.integer({ min: 0, max: 50 }),
      fc.constantFrom('end', 'middle'),
      (text, max, where) => {
        const short = cut(text, max, where as 'end' | 'middle');
        expect(Array.from(short).length).toBeLessThanOrEqual(max);
        expect(short.isWellFormed()).toBe(text.isWellFormed() || short.isWellFormed());
      },
    ),
  );
});
