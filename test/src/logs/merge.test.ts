import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBudget, sizeInWords } from '../../../src/logs/budget.ts';
import { createNewest } from '../../../src/logs/files/newest.ts';
import { mergeByTime } from '../../../src/logs/merge.ts';

const entry = fc.record({ time: fc.option(fc.nat(50), { nil: undefined }), name: fc.string() });

it('nothing is lost, and each list keeps its own order', () => {
  fc.assert(
    fc.property(fc.array(fc.array(entry, { maxLength: 8 }), { maxLength: 4 }), (lists) => {
      const merged = mergeByTime(lists);
      expect(merged).toHaveLength(lists.flat().length);
      for (const list of lists) expect(merged.filter((one) => list.includes(one))).toEqual(list);
    }),
  );
});

it('lists in order of time make one in order of time', () => {
  const ordered = fc
    .array(fc.nat(50), { maxLength: 8 })
    .map((times) => times.sort((a, b) => a - b).map((time) => ({ time })));
  fc.assert(
    fc.property(fc.array(ordered, { maxLength: 4 }), (lists) => {
      const times = mergeByTime(lists).map(({ time }) => time);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }),
  );
});

it('the newest entries are kept whatever they say, of older ones those that are no chatter, whichever end they come in at', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), fc.array(fc.boolean(), { maxLength: 3 })), { maxLength: 20 }),
      fc.integer({ min: 1, max: 9 }),
      (batches, most) => {
        const newest = createNewest({ lines: most, characters: 1e6 });
        let all: { readonly time: number; readonly lines: readonly string[] }[] = [];
        let [low, high] = [0, 0];
        for (const [older, errors] of batches) {
          const first = older ? low - errors.length : high;
          if (older) low -= errors.length;
          else high += errors.length;
          const entries = errors.map((error, at) => ({
            time: first + at,
            lines: [`${error ? 'ERROR' : 'DEBUG'} ${first + at}`],
          }));
          // What would lie below what was dropped is not offered by a reader that stops when it is full.
          if (older && newest.full()) continue;
          all = older ? [...entries, ...all] : [...all, ...entries];
          if (older) newest.addOlder(entries);
          else newest.addNewer(entries);
        }
        const errors = all.slice(0, -most).filter(({ lines }) => lines[0]?.startsWith('ERROR'));
        expect(newest.entries()).toEqual([...errors.slice(-Math.ceil(most / 4)), ...all.slice(-most)]);
        expect(newest.more()).toBe(all.length > most);
      },
    ),
  );
});

it('a budget is shared until it is empty', () => {
  const budget = createBudget(1);
  expect([budget.take(600_000), budget.take(600_000), budget.take(1), budget.left()]).toEqual([
    600_000, 400_000, 0, 0,
  ]);
  expect(budget.total).toBe(1_000_000);
});

it.each([
  [512_000_000, '512 MB'],
  [2_500_000, '2.5 MB'],
  [40_000, '40 kB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words);
});
