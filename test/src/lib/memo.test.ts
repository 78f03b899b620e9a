import { expect, test, vi } from 'vitest';
import { createMemo } from '../../../src/lib/memo.ts';

test('a key is made once, also when the first attempt fails', async () => {
  const memo = createMemo<number>();
  const make = vi.fn(() => Promise.reject(new Error('down')));
  await expect(memo.get('a', make)).rejects.toThrow('down');
  await expect(memo.get('a', make)).rejects.toThrow('down');
  expect(make).toHaveBeenCalledTimes(1);
});

test('what is known already is not asked for', async () => {
  const memo = createMemo<number>();
  memo.put('a', 1);
  memo.put('a', 2);
  const make = vi.fn(async () => 3);
  expect(await memo.get('a', make)).toBe(1);
  expect(make).not.toHaveBeenCalled();
});
