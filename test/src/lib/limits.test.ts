import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { errand, onErrand } from '../../../src/lib/errand.ts';
import { createLimiter, LimiterClosed, ownLimits, type Release } from '../../../src/lib/limits.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(100);

it('runs so many at once, and the next when one has ended, however it ended', async () => {
  const limiter = createLimiter({ atOnce: 2 });
  const works = [1, 2, 3, 4].map(() => Promise.withResolvers<number>());
  const begun: number[] = [];
  const passes = works.map(({ promise }, index) =>
    limiter.pass(() => {
      begun.push(index);
      return promise;
    }),
  );
  await settle();
  expect([begun, limiter.waiting()]).toEqual([[0, 1], 2]);
  const failed = expect(passes[1]).rejects.toThrow('broke');
  works[1]?.reject(new Error('broke'));
  await settle();
  await failed;
  expect([begun, limiter.waiting()]).toEqual([[0, 1, 2], 1]);
  works[0]?.resolve(7);
  await settle();
  expect(await passes[0]).toBe(7);
  expect([begun, limiter.waiting()]).toEqual([[0, 1, 2, 3], 0]);
});

it('begins one after another, and what is more urgent before what came earlier', async () => {
  const limiter = ownLimits.limiter('posts', { everyMs: 1_000 });
  const begun: string[] = [];
  const want = (name: string, priority: number) =>
    void limiter.pass(
      async () => {
        begun.push(name);
        // Is not waited for: only beginnings are paced.
        await new Promise(() => undefined);
      },
      { priority },
    );
  for (const name of ['first', 'second', 'third']) want(name, 7);
  await settle();
  want('urgent', 3);
  await vi.advanceTimersByTimeAsync(500);
  expect(begun).toEqual(['first']);
  await vi.advanceTimersByTimeAsync(3_500);
  expect(begun).toEqual(['first', 'second', 'urgent', 'third']);
});

it('takes what else has to be had before it runs, and gives it back afterwards', async () => {
  const told: string[] = [];
  const coming = Promise.withResolvers<Release>();
  const limiter = createLimiter({ atOnce: 1 }, async ({ longestMs }) => {
    told.push(`wanted for ${longestMs}`);
    return await coming.promise;
  });
  const pass = limiter.pass(async () => void told.push('ran'), { longestMs: 9 });
  await settle();
  expect([told, limiter.waiting()]).toEqual([['wanted for 9'], 1]);
  coming.resolve(() => told.push('given back'));
  await settle();
  await pass;
  expect(told).toEqual(['wanted for 9', 'ran', 'given back']);
});

it('gives up what waits when it is closed, whatever it waits for, and lets what runs end', async () => {
  const given = vi.fn();
  const later = Promise.withResolvers<Release>();
  const takes = [Promise.resolve(() => undefined), later.promise];
  const limiter = createLimiter({ atOnce: 2 }, () => takes.shift() ?? Promise.reject(new Error('third')));
  const work = Promise.withResolvers<string>();
  const [runs, waitsOutside, waitsInside] = [1, 2, 3].map(() => limiter.pass(() => work.promise));
  await settle();
  const refused = [waitsOutside, waitsInside].map((one) => expect(one).rejects.toThrow(LimiterClosed));
  const closed = vi.fn();
  void limiter.close().then(closed);
  await settle();
  await Promise.all(refused);
  expect([closed.mock.calls.length, limiter.waiting()]).toEqual([0, 0]);
  later.resolve(given);
  work.resolve('done');
  await settle();
  expect(await runs).toBe('done');
  expect(closed).toHaveBeenCalledOnce();
  expect(given).toHaveBeenCalledOnce();
  await expect(limiter.pass(async () => 'late')).rejects.toThrow(LimiterClosed);
});

it('what waits for its turn runs on the errand of who wanted it, whoever made room', async () => {
  const limiter = createLimiter({ atOnce: 1 });
  const first = Promise.withResolvers<void>();
  const seen: (string | undefined)[] = [];
  void onErrand({ what: 'a' }, () => limiter.pass(() => first.promise));
  const second = onErrand({ what: 'b' }, () => limiter.pass(async () => seen.push(errand()?.what)));
  await settle();
  await onErrand({ what: 'c' }, async () => first.resolve());
  await settle();
  await second;
  expect(seen).toEqual(['b']);
});
