import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberRanges } from '../../../src/audit/number-ranges.ts';

test('is a set, in whatever order its numbers come', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 40 })), (numbers) => {
      const ranges = numberRanges();
      for (const number of numbers) ranges.add(number);
      const set = new Set(numbers);
      const missing: number[] = [];
      for (let number = -6; number <= 41; number += 1) {
        expect(ranges.has(number)).toBe(set.has(number));
        if (number >= 1 && number <= 30 && !set.has(number)) missing.push(number);
      }
      const gaps = ranges.gaps(1, 30);
      expect(
        gaps.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at)),
      ).toEqual(missing);
      for (const [at, gap] of gaps.entries()) expect(gap.from).toBeGreaterThan((gaps[at - 1]?.to ?? -1) + 1);
    }),
  );
});
