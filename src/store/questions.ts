import type { ExpressionBuilder } from 'kysely';
import type { Store } from './open-store.ts';
import type { Tables } from './schema.ts';

export interface QuestionsOptions {
  readonly store: Store;
  readonly clock: () => Date;
  /** Names this process among the replicas. */
  readonly owner: string;
}

/** Longer than a process that lives stands still; whoever asked waits for it when theirs is dead. */
export const LEASE_MS = 30_000;
/** No lease ends later than that, but where the clock has been set back. */
const FAR_MS = 5 * LEASE_MS;
/** Slack sends an event for the last time an hour after it happened (docs.slack.dev, Events API, "Retries"). */
export const TTL_MS = 2 * 3_600_000;
const FORGET_EVERY = 200;

/**
 * What people have asked: whoever answers has a lease, what nobody has can be taken over, and what is answered is known for a
 * while. Each of these is one statement, since people and Slack wait for them.
 */
export function createQuestions({ store, clock, owner }: QuestionsOptions) {
  const { db } = store;
  const inMs = (ms: number) => new Date(clock().getTime() + ms).toISOString();
  const isLeft = (row: ExpressionBuilder<Tables, 'questions'>) =>
    row.and([
      row('body', 'is not', null),
      row.or([row('leased_until', '<=', inMs(0)), row('leased_until', '>', inMs(FAR_MS))]),
    ]);
  let kept = 0;

  async function forget(): Promise<void> {
    await db.deleteFrom('questions').where('at', '<', inMs(-TTL_MS)).execute();
  }

  async function takeOne(id: string) {
    return await db
      .updateTable('questions')
      .set((row) => ({ owner, leased_until: inMs(LEASE_MS), tries: row('tries', '+', 1) }))
      .where('id', '=', id)
      .where(isLeft)
      .returning(['id', 'tries', 'at', (row) => row.ref('body').$notNull().as('body')])
      .executeTakeFirst();
  }

  const ours = (ids: readonly string[]) =>
    db
      .updateTable('questions')
      .where('owner', '=', owner)
      .where('body', 'is not', null)
      .where('id', 'in', ids);

  return {
    /** Before Slack hears that we have it. False: some process took it on before. */
    async keep(id: string, body: string): Promise<boolean> {
      kept += 1;
      if (kept % FORGET_EVERY === 1) await forget();
      const row = await db
        .insertInto('questions')
        .values({ id, body, owner, leased_until: inMs(LEASE_MS), tries: 1, at: inMs(0) })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Goes on with these. @returns those that are still ours */
    async renew(ids: readonly string[]): Promise<readonly string[]> {
      if (ids.length === 0) return [];
      const rows = await ours(ids)
        .set({ leased_until: inMs(LEASE_MS) })
        .returning('id')
        .execute();
      return rows.map(({ id }) => id);
    },

    /** At most so many of those whose process is gone, the oldest first. `tries` counts this one. */
    async takeOver(most: number) {
      const left = await db
        .selectFrom('questions')
        .select('id')
        .where(isLeft)
        .orderBy('at')
        .limit(most)
        .execute();
      const taken = [];
      for (const { id } of left) {
        const row = await takeOne(id);
        if (row) taken.push(row);
      }
      return taken;
    },

    /** They are answered, and nothing is kept of them but that they were asked. */
    async answered(ids: readonly string[]): Promise<void> {
      if (ids.length > 0) await ours(ids).set({ body: null }).execute();
    },

    /** They are anybody's, at once, as if this process had not begun. */
    async leave(ids: readonly string[]): Promise<void> {
      if (ids.length === 0) return;
      await ours(ids)
        .set((row) => ({ leased_until: inMs(0), tries: row('tries', '-', 1) }))
        .execute();
    },
  };
}
