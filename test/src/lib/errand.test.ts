import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { errand, errandsBegun, errandsEnded, onErrand, onThisErrand } from '../../../src/lib/errand.ts';

const told: string[] = [];
let ends: readonly (() => void)[] = [];
beforeEach(() => {
  told.length = 0;
  ends = [
    errandsBegun.hear(({ what }) => told.push(`${what} begun by ${errand()?.what}`)),
    errandsEnded.hear(({ errand: { what }, error }) =>
      told.push(`${what} ended${error ? ` by ${error}` : ''}`),
    ),
  ];
});
afterEach(() => {
  for (const end of ends) end();
});

test('what is done on an errand knows it, however many are under way', async () => {
  expect(errand()).toBeUndefined();
  const seen = await Promise.all(
    ['a', 'b'].map((what) =>
      onErrand({ what, from: `of ${what}` }, async () => {
        await wait(1);
        return errand();
      }),
    ),
  );
  expect(seen).toMatchObject([
    { what: 'a', from: 'of a' },
    { what: 'b', from: 'of b' },
  ]);
  expect(seen[0]?.id).toMatch(/^req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(seen[0]?.id).not.toBe(seen[1]?.id);
  expect(errand()).toBeUndefined();
  expect(told).toEqual(['a begun by a', 'b begun by b', 'a ended', 'b ended']);
});

test('one that is set off in the middle of another is its own', async () => {
  const names = await onErrand({ what: 'click' }, async () => [
    await onErrand({ what: 'work' }, async () => errand()?.what),
    errand()?.what,
  ]);
  expect(names).toEqual(['work', 'click']);
});

test('one that fails says so, and its error goes on', async () => {
  await expect(
    onErrand({ what: 'a' }, async () => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(told.at(-1)).toBe('a ended by Error: no');
});

test('work that somebody else calls later belongs to whom it was taken from', async () => {
  const later = await onErrand({ what: 'a' }, async () => ({ run: onThisErrand(() => errand()?.what) }));
  expect(await onErrand({ what: 'b' }, async () => later.run())).toBe('a');
});
