import { append } from '../audit/journal.ts';
import type { Freeze } from '../core/acting.ts';
import { type Approval, HOLDING_STATES } from '../core/approval.ts';
import type { AuditDraft, AuditEntry } from '../core/audit-entry.ts';
import type { Trx } from '../store/open-store.ts';
import { takeTurn } from '../store/turn.ts';
import type { Traffic } from './policy.ts';
import {
  columnsOf,
  type Held,
  type KeptOffer,
  type Lease,
  readApproval,
  readOffer,
  readTraffic,
  type TrafficQuery,
} from './rows.ts';

/**
 * A transaction in which nobody else, of this process or of another replica, changes anything: what was read stays true
 * until it ends. A change and what the journal says of it belong into one.
 */
export interface Turn {
  /** ISO 8601, when it was our turn. */
  readonly now: string;
  approval(id: string): Promise<Held | undefined>;
  offer(id: string): Promise<KeptOffer | undefined>;
  /** A process that has the target, other than for this approval. */
  isHeld(target: string, besides: string): Promise<boolean>;
  /** Another that is not over, of the same remediation of the same target. */
  twinOf(approval: Pick<Approval, 'target' | 'remediation'>): Promise<Approval | undefined>;
  traffic(query: TrafficQuery): Promise<Traffic>;
  frozen(): Promise<Freeze | undefined>;

  /** Keeps a new approval, and that the offer has been taken. */
  create(approval: Approval, offer: string): Promise<void>;
  /** `lease` stays as it is where it is not named. */
  change(before: Held, next: Approval, lease?: Lease | { owner: null; until: string } | null): Promise<void>;
  /** Writes into the journal. */
  record(draft: AuditDraft): Promise<AuditEntry>;
  freeze(freeze: Freeze): Promise<void>;
  thaw(): Promise<void>;
}

export async function openTurn(trx: Trx, now: () => Date): Promise<Turn> {
  await takeTurn(trx);
  return {
    now: now().toISOString(),
    approval: (id) => readApproval(trx, id),
    offer: (id) => readOffer(trx, id),
    traffic: (query) => readTraffic(trx, query),
    frozen: () => readFreeze(trx),

    async isHeld(target, besides) {
      const holder = await trx
        .selectFrom('approvals')
        .select('id')
        .where('target', '=', target)
        .where('id', '!=', besides)
        .where('state', 'in', HOLDING_STATES)
        .executeTakeFirst();
      return holder !== undefined;
    },

    async twinOf({ target, remediation }) {
      const twin = await trx
        .selectFrom('approvals')
        .select('id')
        .where('target', '=', target)
        .where('remediation', '=', remediation)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      return twin && (await readApproval(trx, twin.id))?.approval;
    },

    async create(approval, offer) {
      const row = { lease_owner: null, lease_until: null, drawn_version: 0, draw_until: null, message: null };
      await trx
        .insertInto('approvals')
        .values({ ...columnsOf(approval), ...row })
        .execute();
      const taken = await trx
        .updateTable('offers')
        .set({ taken_by: approval.id })
        .where('id', '=', offer)
        .where('taken_by', 'is', null)
        .executeTakeFirst();
      if (taken.numUpdatedRows !== 1n) throw new Error(`Offer ${offer} was taken in somebody else's turn.`);
    },

    async change({ approval: { id, version } }, next, lease) {
      const held =
        lease === undefined ? {} : { lease_owner: lease?.owner ?? null, lease_until: lease?.until ?? null };
      const changed = await trx
        .updateTable('approvals')
        .set({ ...columnsOf(next), ...held })
        .where('id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst();
      if (changed.numUpdatedRows !== 1n)
        throw new Error(`Approval ${id} was changed in somebody else's turn.`);
    },

    record: (draft) => append(trx, draft),

    async freeze({ by, at, reason }) {
      await trx.insertInto('freezes').values({ id: 1, by, at, reason }).execute();
    },

    async thaw() {
      await trx.deleteFrom('freezes').where('id', '=', 1).execute();
    },
  };
}

export async function readFreeze(trx: Pick<Trx, 'selectFrom'>): Promise<Freeze | undefined> {
  return await trx
    .selectFrom('freezes')
    .select(['by', 'at', 'reason'])
    .where('id', '=', 1)
    .executeTakeFirst();
}
