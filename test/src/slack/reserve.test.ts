import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ownLimits } from '../../../src/lib/limits.ts';
import { createReserve, type Reserve } from '../../../src/slack/reserve.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const reserveOf = (perMinute: number) => createReserve(() => ownLimits.limiter('x', { perMinute }));

function count(reserve: Reserve, calls: number) {
  let done = 0;
  for (let one = 0; one < calls; one += 1) void reserve.pass(async () => (done += 1));
  return () => done;
}

it('lets a quarter pass at once, and the rest so slowly that no minute has more than was said', async () => {
  const reserve = reserveOf(40);
  const done = count(reserve, 30);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(done()).toBe(10);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(done()).toBe(15);
});

it('holds nothing back where there is no limit', async () => {
  const done = count(reserveOf(Number.POSITIVE_INFINITY), 30);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(done()).toBe(30);
});

it('gives up what waits when it is closed', async () => {
  const reserve = reserveOf(4);
  const [passed, waits] = [1, 2].map((one) => reserve.pass(async () => one));
  await vi.advanceTimersByTimeAsync(1_500);
  const given = expect(waits).rejects.toMatchObject({ code: 'aborted' });
  void reserve.close();
  await vi.advanceTimersByTimeAsync(1_500);
  await given;
  expect(await passed).toBe(1);
});
