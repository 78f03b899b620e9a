import { query } from '../audit/journal.ts';
import type { Freeze, Offer } from '../core/acting.ts';
import { type Approval, HOLDING_STATES, type MessageAt } from '../core/approval.ts';
import type { AuditEntry, AuditQuery } from '../core/audit-entry.ts';
import type { Store } from '../store/open-store.ts';
import type { Traffic } from './policy.ts';
import {
  type Held,
  type KeptOffer,
  readApproval,
  readOffer,
  readOpen,
  readRecent,
  readTraffic,
  type TrafficQuery,
} from './rows.ts';
import { openTurn, readFreeze, type Turn } from './turn.ts';

/** What buttons mean, what became of them, and who is at it: in the store, which every replica shares. */
export interface Repository {
  /**
   * Runs in a transaction of its own, alone among all replicas. `run` may be run again from its beginning, so it has no
   * effect but on the turn.
   */
  turn<T>(run: (turn: Turn) => Promise<T>): Promise<T>;

  get(id: string): Promise<Held | undefined>;
  open(): Promise<readonly Approval[]>;
  recent(limit: number): Promise<readonly Approval[]>;
  frozen(): Promise<Freeze | undefined>;
  traffic(query: TrafficQuery): Promise<Traffic>;
  audit(query: AuditQuery): Promise<readonly AuditEntry[]>;

  offer(id: string): Promise<KeptOffer | undefined>;
  keepOffers(offers: readonly Offer[]): Promise<void>;
  /** Those that were over before then. */
  forgetOffers(before: string): Promise<void>;

  /** Ids of what somebody should be at and nobody is. */
  due(now: string): Promise<readonly string[]>;
  /** Ids of what has waited too long. */
  overdue(now: string): Promise<readonly string[]>;
  /** False when it belongs to somebody else by now. */
  renew(id: string, owner: string, until: string): Promise<boolean>;

  /**
   * The clock was set back: what was put off until later than now is due, since nobody can tell any more for how long it was
   * meant. Who holds an approval renews that by the new time.
   */
  hurry(now: string): Promise<void>;

  /** Ids of what Slack shows as it was, and nobody is drawing; what ended before `since` stays so. */
  undrawn(now: string, since: string): Promise<readonly string[]>;
  /** False when somebody else is drawing it, or has. */
  beginDrawing(id: string, now: string, until: string): Promise<boolean>;
  drawn(id: string, version: number, message: MessageAt): Promise<void>;
  drawLater(id: string, until: string): Promise<void>;
}

/** At most so many are taken up at a time; the others come next. */
const BATCH = 20;

export function createRepository(store: Store, now: () => Date): Repository {
  const { db } = store;
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
  return {
    turn: (run) => store.transaction(async (trx) => run(await openTurn(trx, now))),
    get: (id) => readApproval(db, id),
    open: () => readOpen(db),
    recent: (limit) => readRecent(db, limit),
    frozen: () => readFreeze(db),
    traffic: (wanted) => readTraffic(db, wanted),
    audit: (wanted) => query(db, wanted),

    offer: (id) => readOffer(db, id),
    async keepOffers(offers) {
      const rows = offers.map((offer) => {
        return { id: offer.id, until: offer.until, taken_by: null, record: JSON.stringify(offer) };
      });
      if (rows.length > 0) await db.insertInto('offers').values(rows).execute();
    },
    async forgetOffers(before) {
      await db.deleteFrom('offers').where('until', '<', before).execute();
    },

    async due(at) {
      const rows = await db
        .selectFrom('approvals as mine')
        .select('mine.id')
        .where('mine.state', 'in', ['approved', ...HOLDING_STATES])
        .where((where) =>
          where.or([where('mine.lease_until', 'is', null), where('mine.lease_until', '<=', at)]),
        )
        // What waits for its target to be free comes when it is.
        .where((where) =>
          where.not(
            where.exists(
              where
                .selectFrom('approvals as holder')
                .select('holder.id')
                .whereRef('holder.target', '=', 'mine.target')
                .whereRef('holder.id', '!=', 'mine.id')
                .where('holder.state', 'in', HOLDING_STATES),
            ),
          ),
        )
        .orderBy('mine.requested_at')
        .limit(BATCH)
        .execute();
      return ids(rows);
    },

    async overdue(at) {
      const rows = await db
        .selectFrom('approvals')
        .select('id')
        .where('state', 'in', ['waiting', 'approved'])
        .where('expires_at', '<=', at)
        .limit(BATCH)
        .execute();
      return ids(rows);
    },

    async renew(id, owner, until) {
      const { numUpdatedRows } = await db
        .updateTable('approvals')
        .set({ lease_until: until })
        .where('id', '=', id)
        .where('lease_owner', '=', owner)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async hurry(at) {
      await db
        .updateTable('approvals')
        .set({ lease_until: null })
        .where('lease_owner', 'is', null)
        .where('lease_until', '>', at)
        .execute();
      await db.updateTable('approvals').set({ draw_until: null }).where('draw_until', '>', at).execute();
    },

    async undrawn(at, since) {
      const rows = await db
        .selectFrom('approvals')
        .select('id')
        .whereRef('drawn_version', '<', 'version')
        .where((where) => where.or([where('draw_until', 'is', null), where('draw_until', '<=', at)]))
        .where((where) => where.or([where('ended_at', 'is', null), where('ended_at', '>=', since)]))
        .orderBy('requested_at', 'desc')
        .limit(BATCH)
        .execute();
      return ids(rows);
    },

    async beginDrawing(id, at, until) {
      const { numUpdatedRows } = await db
        .updateTable('approvals')
        .set({ draw_until: until })
        .where('id', '=', id)
        .whereRef('drawn_version', '<', 'version')
        .where((where) => where.or([where('draw_until', 'is', null), where('draw_until', '<=', at)]))
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async drawn(id, version, message) {
      await db
        .updateTable('approvals')
        .set({ drawn_version: version, message: JSON.stringify(message), draw_until: null })
        .where('id', '=', id)
        .where('drawn_version', '<', version)
        .execute();
    },

    async drawLater(id, until) {
      await db.updateTable('approvals').set({ draw_until: until }).where('id', '=', id).execute();
    },
  };
}
