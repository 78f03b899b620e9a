import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { composeLimits } from '../../src/compose-limits.ts';
import { memoryLog } from './slack/support/bot.ts';

const isLoaded = () =>
  Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('/node_modules/ioredis/'));

test('without a Redis nothing is shared, and no client of one is loaded', async () => {
  expect(await composeLimits({ redis: undefined }, memoryLog())).toBeUndefined();
  expect(isLoaded()).toBe(false);
});

test('with one that is away a process begins all the same, and its password is in no line of the log', async () => {
  const log = memoryLog();
  const limits = await composeLimits({ redis: { url: 'redis://:s3cr3t-word@127.0.0.1:1/0' } }, log);
  expect(isLoaded()).toBe(true);
  expect(limits?.shared()).toBe(false);
  expect(await limits?.limiter('x', { atOnce: 1 }).pass(async () => 'passed')).toBe('passed');
  await limits?.close();
  expect(JSON.stringify(log)).toContain('ECONNREFUSED');
  expect(JSON.stringify(log)).not.toContain('s3cr3t-word');
});
