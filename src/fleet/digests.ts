import type { DigestBoard } from '../core/fleet-digest.ts';
import type { Claims } from './claims.ts';
import type { DigestConfig } from './config.ts';
import type { Looks } from './looks.ts';
import { digestSlot } from './slots.ts';

export interface DigestsOptions {
  readonly config: DigestConfig;
  readonly clouds: readonly string[];
  readonly looks: Pick<Looks, 'since'>;
  readonly claims: Claims;
  readonly board: DigestBoard;
  readonly clock: () => Date;
  readonly log: { info(fields: object, words: string): void; warn(fields: object, words: string): void };
}

/** What is later than that is no morning's digest any more. */
const LATEST_MS = 2 * 3600_000;
/** Longer than the slowest pass over a fleet, and short enough that another replica can post in time. */
const LEASE_MS = 8 * 60_000;
const DAY_MS = 24 * 3600_000;
const KEPT_MS = 30 * DAY_MS;

/** Posts every digest that is due and that no other replica posts. It never throws. */
export function createDigests(options: DigestsOptions): () => Promise<void> {
  const { config, clouds, looks, claims, board, clock, log } = options;

  async function post(cloud: string, slot: string): Promise<void> {
    const due = { cloud, channel: config.channel, slot };
    const claim = await claims.digest(due, LEASE_MS);
    if (claim.kind !== 'taken') return;
    const { before } = claim;
    const previous = digestSlot(new Date(Date.parse(slot) - 1), config);
    const digest = { channel: config.channel, slot, look: await looks.since(cloud, previous) };
    const at = before?.message ?? (await board.post(digest));
    if (!(await claims.posted(due, at, LEASE_MS))) return;
    log.info({ cloud, slot, again: before !== null }, 'a digest was posted');
    const illustrated = await board.illustrate(digest, at, {
      before: before?.picture ?? null,
      begins: (picture) => claims.sharing(due, picture),
    });
    await claims.digested(due, illustrated);
    await claims.prune(new Date(clock().getTime() - KEPT_MS).toISOString());
  }

  return async () => {
    const now = clock();
    const slot = digestSlot(now, config);
    if (now.getTime() - Date.parse(slot) > LATEST_MS) return;
    for (const cloud of clouds) {
      try {
        await post(cloud, slot);
      } catch (error) {
        // The claim runs out, and whoever comes first then tries again.
        log.warn({ cloud, slot, err: error }, 'a digest was not posted');
      }
    }
  };
}
