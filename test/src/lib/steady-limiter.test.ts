import Bottleneck from 'bottleneck';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { steadied } from '../../../src/lib/steady-limiter.ts';

const HOUR = 3_600_000;

let offset = 0;
beforeEach(() => {
  offset = 0;
  const real = Date.now.bind(Date);
  class Moved extends Date {
    constructor() {
      super(real() + offset);
    }
    static override now = () => real() + offset;
  }
  vi.stubGlobal('Date', Moved);
});
afterEach(() => vi.unstubAllGlobals());

const passes = (limiter: Bottleneck) => limiter.schedule(async () => 'passed');

it('lets things pass one by one after the clock was set back', async () => {
  const limiter = steadied(new Bottleneck({ maxConcurrent: 2 }));
  await passes(limiter);
  offset = -HOUR;
  expect(await passes(limiter)).toBe('passed');
});

it('keeps its pace, and no more than that', async () => {
  const limiter = steadied(new Bottleneck({ minTime: 40 }));
  await passes(limiter);
  offset = -HOUR;
  const began = performance.now();
  await Promise.all([passes(limiter), passes(limiter)]);
  expect(performance.now() - began).toBeGreaterThan(35);
});

it('goes on to fill its reservoir', async () => {
  const limiter = steadied(
    new Bottleneck({ reservoir: 1, reservoirIncreaseInterval: 250, reservoirIncreaseAmount: 1 }),
  );
  await passes(limiter);
  offset = -HOUR;
  expect(await passes(limiter)).toBe('passed');
});

it('counts for each key of a group', async () => {
  const group = new Bottleneck.Group({ maxConcurrent: 1 });
  group.on('created', steadied);
  await passes(group.key('thread'));
  offset = -HOUR;
  expect(await passes(group.key('thread'))).toBe('passed');
});
