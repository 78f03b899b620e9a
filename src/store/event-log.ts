import { ServiceError } from '../core/errors.ts';
import { inTime } from '../lib/in-time.ts';
import type { Store } from './open-store.ts';

export interface EventLogOptions {
  readonly store: Store;
  readonly clock: () => Date;
  /** Hears of a database that could not be asked. */
  readonly onFailure: (error: unknown) => void;
  /** How long an event is remembered, in ms. */
  readonly ttlMs?: number;
  /** How long the database may think about it, in ms. */
  readonly patienceMs?: number;
}

/** Whoever has asked waits for it. */
const PATIENCE_MS = 2_000;
/** Slack sends an event for the last time an hour after it happened (docs.slack.dev, Events API, "Retries"). */
const TTL_MS = 2 * 3_600_000;
const FORGET_EVERY = 200;

/**
 * Which events have been taken on by any of the replicas, also before a restart: of those that ask about the same one, one
 * hears false. A database that cannot be asked, or is slow, makes nobody wait for an answer: then the event counts as new.
 */
export function createEventLog(options: EventLogOptions) {
  const { store, clock, onFailure, ttlMs = TTL_MS, patienceMs = PATIENCE_MS } = options;
  let asked = 0;

  function late(): never {
    throw new ServiceError('The database did not answer in time.', { code: 'timeout', service: 'database' });
  }

  async function added(id: string): Promise<boolean> {
    asked += 1;
    if (asked % FORGET_EVERY === 1) await forget();
    const row = await store.db
      .insertInto('events')
      .values({ id, at: clock().toISOString() })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    return row !== undefined;
  }

  async function forget(): Promise<void> {
    const before = new Date(clock().getTime() - ttlMs).toISOString();
    await store.db.deleteFrom('events').where('at', '<', before).execute();
  }

  return {
    async seen(id: string): Promise<boolean> {
      try {
        return !(await inTime(patienceMs, added(id), late));
      } catch (error) {
        onFailure(error);
        return false;
      }
    },
  };
}
