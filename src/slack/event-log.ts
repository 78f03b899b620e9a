import { steady } from '../lib/steady.ts';

/**
 * Which events have been taken on. Slack delivers an event again when it is unsure, over another connection or much
 * later. A store that outlives the process fits behind the same question.
 */
export interface EventLog {
  /** True when the event has been asked about before; otherwise it is remembered from now on. */
  seen(id: string): Promise<boolean>;
}

const HOUR_MS = 3_600_000;

/** In memory, for `ttlMs` and at most `max` events: the oldest go first. */
export function createEventLog({
  clock,
  ttlMs = HOUR_MS,
  max = 10_000,
}: {
  readonly clock: () => Date;
  readonly ttlMs?: number;
  readonly max?: number;
}): EventLog {
  const elapsed = steady(clock);
  const seenAt = new Map<string, number>();
  return {
    async seen(id) {
      const now = elapsed();
      // Insertion order is age.
      for (const [old, at] of seenAt) {
        if (seenAt.size <= max && now - at < ttlMs) break;
        seenAt.delete(old);
      }
      if (seenAt.has(id)) return true;
      seenAt.set(id, now);
      return false;
    },
  };
}
