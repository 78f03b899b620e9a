/** Tiers of docs.slack.dev, "Rate limits": calls per minute, with the whole minute's worth allowed as a burst. */
export const TIER = { 1: 1, 2: 20, 3: 50, 4: 100 } as const;
export type Tier = keyof typeof TIER;

export interface RateLimiter {
  /** Undefined when the call may pass, else the `Retry-After` in whole seconds. */
  take(key: string, perMinute: number, burst: number): number | undefined;
}

/** Token buckets that refill with the given clock. */
export function createRateLimiter(clock: () => Date): RateLimiter {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(key, perMinute, burst) {
      const now = clock().getTime();
      const bucket = buckets.get(key) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) * perMinute) / 60_000);
      const passes = tokens >= 1;
      buckets.set(key, { tokens: passes ? tokens - 1 : tokens, at: now });
      return passes ? undefined : Math.max(1, Math.ceil(((1 - tokens) * 60) / perMinute));
    },
  };
}
