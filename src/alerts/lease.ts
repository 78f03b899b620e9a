import type { AlertsOptions } from './ports.ts';
import type { Repository } from './repository.ts';
import { after } from './slack-time.ts';

/** Longer than any wait for Slack or for one diagnosis, so that nobody takes over while somebody still waits. */
export const LEASE_MS = 90_000;
const RENEW_MS = 20_000;

/** What runs while a lease is held; `rest`: milliseconds for which nobody takes it afterwards. */
export type Tenure = (held: { rest: number; renew(): Promise<boolean> }) => Promise<void>;

/**
 * Does something of which no two replicas do the same at a time. Nothing where somebody else is at it, or nobody shall be
 * yet; who dies with it is followed after `LEASE_MS`.
 */
export async function withLease(
  {
    repository,
    now,
    owner,
    sleep,
  }: Pick<AlertsOptions, 'now' | 'owner' | 'sleep'> & { repository: Repository },
  what: string,
  run: Tenure,
): Promise<void> {
  const take = () => {
    const at = now().toISOString();
    return repository.take(what, owner, at, after(at, LEASE_MS));
  };
  if (!(await take())) return;
  const done = new AbortController();
  const held = { rest: 0, renew: take };
  const keeping = keep();
  try {
    await run(held);
  } finally {
    done.abort();
    await keeping;
    await repository.release(what, owner, after(now().toISOString(), held.rest));
  }

  async function keep(): Promise<void> {
    for (;;) {
      await sleep(RENEW_MS, done.signal);
      if (done.signal.aborted) return;
      await take().catch(() => false);
    }
  }
}
