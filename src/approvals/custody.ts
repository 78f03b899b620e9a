import { type Approval, type ApprovalEvent, decide } from '../core/approval.ts';
import type { AuditDraft } from '../core/audit-entry.ts';
import { ServiceError } from '../core/errors.ts';
import { errorFields } from '../lib/plain-log.ts';
import { draftOf, type Event } from './drafts.ts';
import type { Parts } from './parts.ts';
import type { Held, Lease } from './rows.ts';
import type { Turn } from './turn.ts';

/**
 * Longer than a call may take (`WRITE_TIMEOUT_MS` of src/openstack/writer.ts) with the login before it, so that nobody
 * takes over while a service still thinks.
 */
export const LEASE_MS = 90_000;
const RETRY_MS = 1_000;
/** What has been done has to be kept, even by records that are sick for a while. */
const PATIENCE_MS = 600_000;
/** When the bot stops it is not stopped by them. */
const LAST_TRIES = 5;

export interface WorkerParts extends Parts {
  /** Names this process in the store. */
  readonly owner: string;
  /** Ends early, without an error, when the signal is aborted; at once when it is already. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/**
 * This process' hold on one approval. Whoever takes it over names themselves in the store, and from then on everything
 * here answers undefined: it is somebody else's now.
 */
export interface Custody {
  /** By our own clock: may we still believe that nobody has taken it over? */
  believes(): boolean;
  /** Makes sure of it for another `LEASE_MS`. */
  renew(): Promise<boolean>;
  /**
   * Changes the approval, with its entry, and keeps the hold unless it ends. What has been kept already, by a
   * transaction whose answer was lost, is not done twice.
   */
  change(run: (turn: Turn, approval: Approval) => Promise<Change | undefined>): Promise<Approval | undefined>;
  /** Says how far it is; what could not be said is no harm. */
  tell(words: string): Promise<void>;
  /** Lets it go at this state, to be taken up again after so many milliseconds. */
  release(ms: number): Promise<void>;
  /** Remembers what belongs into the journal though it is somebody else's by now. */
  late(entry: (turn: Turn, approval: Approval) => AuditDraft): Promise<void>;
}

export interface Change {
  readonly event: ApprovalEvent;
  readonly entry?: (approval: Approval) => Event;
  /** Nobody is at it any more, and nobody shall be for so long. */
  readonly rest?: number;
}

export const after = (iso: string, ms: number): string => new Date(Date.parse(iso) + ms).toISOString();

export function newLease(parts: Pick<WorkerParts, 'owner' | 'newId'>, now: string): Lease {
  return { owner: `${parts.owner} ${parts.newId()}`, until: after(now, LEASE_MS) };
}

export function createCustody(parts: WorkerParts, id: string, first: Lease, stop: AbortSignal): Custody {
  const { repository, log, sleep } = parts;
  let { until } = first;
  const { owner } = first;
  const clock = () => parts.now().toISOString();

  async function mine(turn: Turn): Promise<Held | undefined> {
    const held = await turn.approval(id);
    return held?.lease?.owner === owner ? held : undefined;
  }

  async function patiently<T>(run: () => Promise<T>, end: () => string): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await run();
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        log.warn({ ...errorFields(error), approval: id }, 'the records are sick; trying again');
        if (clock() >= end() || (stop.aborted && tries >= LAST_TRIES)) throw error;
        await sleep(RETRY_MS);
      }
    }
  }

  async function change(run: (turn: Turn, approval: Approval) => Promise<Change | undefined>) {
    const end = after(clock(), PATIENCE_MS);
    const changed = await patiently(
      () =>
        repository.turn(async (turn) => {
          const held = await mine(turn);
          if (!held) return undefined;
          const wanted = await run(turn, held.approval);
          // Nothing wanted any more: it has been kept before.
          const decision = wanted && decide(held.approval, wanted.event, turn.now);
          if (!wanted || decision?.kind !== 'next') {
            return { approval: held.approval, until: held.lease?.until ?? until };
          }
          const next = decision.approval;
          const lease = {
            owner: wanted.rest === undefined ? owner : null,
            until: after(turn.now, wanted.rest ?? LEASE_MS),
          };
          await turn.change(held, next, next.ended_at === null ? lease : null);
          if (wanted.entry) await turn.record(draftOf(next, wanted.entry(next)));
          return { approval: next, until: lease.until };
        }),
      () => end,
    );
    until = changed?.until ?? until;
    return changed?.approval;
  }

  return {
    believes: () => clock() < until,

    async renew() {
      try {
        const next = await patiently(
          async () => {
            const wanted = after(clock(), LEASE_MS);
            return (await repository.renew(id, owner, wanted)) ? wanted : undefined;
          },
          () => until,
        );
        until = next ?? until;
        return next !== undefined;
      } catch (error) {
        if (error instanceof ServiceError) return false;
        throw error;
      }
    },

    change,

    async tell(words) {
      try {
        await change(async () => ({ event: { kind: 'progress', words } }));
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
      }
    },

    async release(ms) {
      await repository.renew(id, owner, after(clock(), ms));
    },

    async late(entry) {
      await repository.turn(async (turn) => {
        const held = await turn.approval(id);
        if (held) await turn.record(entry(turn, held.approval));
      });
    },
  };
}
