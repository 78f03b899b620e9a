import { expect, it } from 'vitest';
import { bagIn, textIn } from '../../../src/core/bag.ts';

it('takes from a loose bag only what it asks for', () => {
  const bag = { a: 'x', b: '', c: 3, d: { e: 1 }, f: [] };
  expect(['a', 'b', 'c', 'z'].map((key) => textIn(bag, key))).toEqual(['x', undefined, undefined, undefined]);
  expect(['d', 'f', 'a'].map((key) => bagIn(bag, key))).toEqual([{ e: 1 }, undefined, undefined]);
  expect(textIn(null, 'a')).toBeUndefined();
});
