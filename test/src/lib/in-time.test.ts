import { expect, test } from 'vitest';
import { inTime } from '../../../src/lib/in-time.ts';

const never = new Promise<never>(() => undefined);

test('what is there in time is what counts, a failure too', async () => {
  expect(await inTime(60_000, Promise.resolve(1), () => 2)).toBe(1);
  await expect(inTime(60_000, Promise.reject(new Error('no')), () => 2)).rejects.toThrow('no');
});

test('what takes longer is not waited for, nor heard when it fails', async () => {
  expect(await inTime(1, never, () => 2)).toBe(2);
  const failing = Promise.withResolvers<never>();
  expect(await inTime(1, failing.promise, () => 2)).toBe(2);
  failing.reject(new Error('nobody hears it'));
  await new Promise((resolve) => setImmediate(resolve));
});
