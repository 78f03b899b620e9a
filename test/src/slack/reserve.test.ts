import type Bottleneck from 'bottleneck';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createReserve } from '../../../src/slack/reserve.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function count(reserve: Bottleneck, calls: number) {
  let done = 0;
  for (let one = 0; one < calls; one += 1) void reserve.schedule(async () => (done += 1));
  return () => done;
}

it('lets a quarter pass at once, and the rest so slowly that no minute has more than was said', async () => {
  const reserve = createReserve(40);
  const done = count(reserve, 30);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(done()).toBe(10);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(done()).toBe(15);
});

it('holds nothing back where there is no limit', async () => {
  const done = count(createReserve(Number.POSITIVE_INFINITY), 30);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(done()).toBe(30);
});
