import type { Store } from '../store/open-store.ts';
import { START } from './chain.ts';
import type { Head } from './fault.ts';

/** How far a channel has the journal. */
export interface Cursor {
  /** The last entry that Slack has. */
  readonly seq: number;
  /** Of the head that was posted last, and ISO 8601 when. */
  readonly headSeq: number;
  readonly headAt: string;
  /** The journal's last entry, and when it was written. */
  readonly last: Head;
  readonly lastAt: string;
}

export interface CursorOptions {
  readonly store: Store;
  readonly channel: string;
  readonly clock: () => Date;
  readonly owner: string;
}

/** A channel that is new to a long journal starts with these; all before them is covered by the head. */
const FIRST_ENTRIES = 20;
/** Longer than Slack takes for one message, with all that the outbox waits and tries again. */
const LEASE_MS = 120_000;
const NEVER = new Date(0).toISOString();

/** The row of a channel in `copies`, which one process at a time has on lease. */
export function createCursor({ store, channel, clock, owner }: CursorOptions) {
  const { db } = store;
  const leaseUntil = () => new Date(clock().getTime() + LEASE_MS).toISOString();
  const mine = () => db.updateTable('copies').where('channel', '=', channel).where('lease_owner', '=', owner);

  async function look(): Promise<Cursor> {
    const row = await db
      .selectFrom('journal_head as head')
      .leftJoin('copies', (join) => join.on('copies.channel', '=', channel))
      .leftJoin('journal', 'journal.seq', 'head.seq')
      .select([
        'head.seq',
        'head.hash',
        'journal.at',
        'copies.seq as copied',
        'copies.head_seq',
        'copies.head_at',
      ])
      .where('head.id', '=', 1)
      .executeTakeFirst();
    const last = row ? { seq: row.seq, hash: row.hash } : START;
    return {
      seq: row?.copied ?? Math.max(0, last.seq - FIRST_ENTRIES),
      headSeq: row?.head_seq ?? 0,
      headAt: row?.head_at ?? NEVER,
      last,
      lastAt: row?.at ?? NEVER,
    };
  }

  return {
    look,

    /** Undefined while another process has it. */
    async take(): Promise<Cursor | undefined> {
      const { seq, headSeq: head_seq, headAt: head_at } = await look();
      const now = clock().toISOString();
      const lease = { lease_owner: owner, lease_until: leaseUntil() };
      const taken = await db
        .insertInto('copies')
        .values({ channel, seq, head_seq, head_at, ...lease })
        .onConflict((conflict) =>
          conflict
            .column('channel')
            .doUpdateSet(lease)
            .where((where) =>
              where.or([
                where('copies.lease_owner', 'is', null),
                where('copies.lease_owner', '=', owner),
                where('copies.lease_until', '<', now),
              ]),
            ),
        )
        .returning('seq')
        .executeTakeFirst();
      // Whoever had it before may have gone further since the look.
      return taken && (await look());
    },

    /** Slack has everything up to `seq`. False when the lease has gone to somebody else. */
    async advance(seq: number): Promise<boolean> {
      const { numUpdatedRows } = await mine().set({ seq, lease_until: leaseUntil() }).executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** Slack has the head of this number, and what comes is copied from there on. */
    async headPosted(seq: number): Promise<void> {
      await mine().set({ seq, head_seq: seq, head_at: clock().toISOString() }).execute();
    },

    async release(): Promise<void> {
      await mine().set({ lease_owner: null, lease_until: null }).execute();
    },
  };
}
