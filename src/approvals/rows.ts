import type { Offer } from '../core/acting.ts';
import { type Approval, HOLDING_STATES, type MessageAt } from '../core/approval.ts';
import type { Db } from '../store/open-store.ts';
import { parsed } from '../store/parsed.ts';
import type { ApprovalsTable } from '../store/schema.ts';
import type { Traffic } from './policy.ts';

/** Which process is at it, and until when it is believed to be. */
export interface Lease {
  readonly owner: string;
  /** ISO 8601. */
  readonly until: string;
}

export interface Held {
  readonly approval: Approval;
  /** `owner` is null where nobody is at it, and nobody shall be before `until`. */
  readonly lease: { readonly owner: string | null; readonly until: string } | null;
}

export interface KeptOffer {
  readonly offer: Offer;
  /** The approval that came of it. */
  readonly taken_by: string | null;
}

const COLUMNS = ['id', 'lease_owner', 'lease_until', 'message', 'record'] as const;

export async function readApproval(db: Db, id: string): Promise<Held | undefined> {
  const row = await db.selectFrom('approvals').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return row && heldOf(row);
}

/** Those that are not over, the oldest first. */
export async function readOpen(db: Db): Promise<readonly Approval[]> {
  const rows = await db
    .selectFrom('approvals')
    .select(COLUMNS)
    .where('ended_at', 'is', null)
    .orderBy('requested_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => heldOf(row).approval);
}

/** Those that are over, the newest first. */
export async function readRecent(db: Db, limit: number): Promise<readonly Approval[]> {
  const rows = await db
    .selectFrom('approvals')
    .select(COLUMNS)
    .where('ended_at', 'is not', null)
    .orderBy('ended_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => heldOf(row).approval);
}

export async function readOffer(db: Db, id: string): Promise<KeptOffer | undefined> {
  const row = await db.selectFrom('offers').selectAll().where('id', '=', id).executeTakeFirst();
  return row && { offer: parsed<Offer>('offer', id, row.record), taken_by: row.taken_by };
}

export interface TrafficQuery {
  readonly target: string;
  readonly remediation: string;
  /** ISO 8601, where the blast radius' window begins. */
  readonly since: string;
  /** The approval that asks, which is no traffic to itself. */
  readonly besides?: string;
  /** Whether those count that somebody has approved and nobody has taken up. */
  readonly approved: boolean;
}

/** What was refused at the door has touched nothing and does not count. */
export async function readTraffic(db: Db, query: TrafficQuery): Promise<Traffic> {
  const { target, remediation, since, besides = '', approved } = query;
  const underway = [...HOLDING_STATES, ...(approved ? ['approved'] : [])];
  const others = await db
    .selectFrom('approvals')
    .select(({ fn }) => fn.count<number | string>('target').distinct().as('count'))
    .where('target', '!=', target)
    .where((where) =>
      where.or([
        where.and([where('started_at', '>=', since), where('state', '!=', 'not-run')]),
        where('state', 'in', underway),
      ]),
    )
    .executeTakeFirstOrThrow();
  const same = await db
    .selectFrom('approvals')
    .select(({ fn }) => fn.max('started_at').as('last'))
    .where('target', '=', target)
    .where('remediation', '=', remediation)
    .where('state', '!=', 'not-run')
    .where('id', '!=', besides)
    .executeTakeFirstOrThrow();
  return { others: Number(others.count), last: same.last };
}

/** The columns that follow from the record. Where it is drawn has its own, since drawing it does not change it. */
export function columnsOf(approval: Approval) {
  const { id, version, state, target, cloud, remediation, requester } = approval;
  const { requested_at, expires_at, started_at, ended_at } = approval;
  return {
    ...{ id, version, state, target, cloud, remediation, requester },
    ...{ requested_at, expires_at, started_at, ended_at },
    node: approval.node?.uuid ?? null,
    record: JSON.stringify({ ...approval, message: null }),
  } satisfies Partial<ApprovalsTable>;
}

function heldOf(row: Pick<ApprovalsTable, (typeof COLUMNS)[number]>): Held {
  const approval = parsed<Approval>('approval', row.id, row.record);
  const message = row.message === null ? null : parsed<MessageAt>('approval', row.id, row.message);
  const lease = row.lease_until === null ? null : { owner: row.lease_owner, until: row.lease_until };
  return { approval: { ...approval, message }, lease };
}
