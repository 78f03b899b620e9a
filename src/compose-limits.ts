import type { Config } from './config.ts';
import type { SharedLimits, SharedLimitsOptions } from './limits/shared-limits.ts';
import { idle } from './this-process.ts';

/** Limits that all replicas share, where a Redis is configured for that; undefined where each has its own. */
export async function composeLimits(
  { redis }: Pick<Config, 'redis'>,
  log: SharedLimitsOptions['log'],
): Promise<SharedLimits | undefined> {
  if (!redis) return undefined;
  // Who has no Redis has no use for a client of one.
  const { createSharedLimits } = await import('./limits/shared-limits.ts');
  return await createSharedLimits({ url: redis.url, log, sleep: idle });
}
