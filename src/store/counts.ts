import { sql } from 'kysely';
import type { Store } from './open-store.ts';

/** Numbers about the records, each asked for by one small query. */
export interface Counts {
  /** Whether the database answers. @throws ServiceError why not */
  answers(): Promise<void>;
  /** Approvals that are not over, by state. */
  approvals(): Promise<Readonly<Record<string, number>>>;
  /** Entries of the journal. */
  journal(): Promise<number>;
  /** Stories about alerts that are not over, by state. */
  stories(): Promise<Readonly<Record<string, number>>>;
}

export function countsOf({ db }: Store): Counts {
  async function openByState(table: 'approvals' | 'stories', over: 'ended_at' | 'closed_at') {
    const rows = await db
      .selectFrom(table)
      .select(['state', db.fn.countAll<number | string>().as('count')])
      .where(sql.ref(over), 'is', null)
      .groupBy('state')
      .execute();
    // PostgreSQL counts in 64 bits, which pg gives as text.
    return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
  }
  return {
    async answers() {
      await db.selectFrom('journal_head').select('seq').executeTakeFirst();
    },
    approvals: () => openByState('approvals', 'ended_at'),
    async journal() {
      const head = await db.selectFrom('journal_head').select('seq').executeTakeFirstOrThrow();
      return head.seq;
    },
    stories: () => openByState('stories', 'closed_at'),
  };
}
