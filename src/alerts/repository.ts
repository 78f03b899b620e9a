import type { AlertGlance, Story } from '../core/alert-story.ts';
import type { MessageAt } from '../core/approval.ts';
import type { Store } from '../store/open-store.ts';
import type { KeptStory } from './kept.ts';
import { keptOf, newestStories, stories, stormOf, storms, withStorms } from './rows.ts';
import { inTurn, type Turn } from './turn.ts';

/** Stories, storms and who is at them: in the store, which every replica shares. */
export interface Repository {
  /** See {@link inTurn}. */
  turn<T>(channel: string, run: (turn: Turn) => Promise<T>): Promise<T>;

  story(id: string): Promise<KeptStory | undefined>;
  /** Stories that are not over, the oldest first. */
  open(): Promise<readonly Story[]>;
  /** What is open in short, with at most so many stories. */
  glance(most: number): Promise<AlertGlance>;
  /** Channels with stories that are not over. */
  openChannels(): Promise<readonly string[]>;
  /** Channels with silences that have ended. */
  unhushed(now: string): Promise<readonly string[]>;

  /** Stories that somebody should look at and nobody does. */
  dueLooks(now: string): Promise<readonly KeptStory[]>;
  /** Open stories of storms. */
  inStorms(): Promise<readonly KeptStory[]>;
  /** False when somebody else looks at it, or has. */
  beginLook(id: string, owner: string, now: string, until: string): Promise<boolean>;
  endLook(id: string, owner: string): Promise<void>;

  /** Takes what nobody has, or keeps what the owner has. */
  take(what: string, owner: string, now: string, until: string): Promise<boolean>;
  /** Nobody takes it before then. */
  release(what: string, owner: string, until: string): Promise<void>;

  /**
   * The clock was set back: what was put off until later than now is due, since nobody can tell any more for how long it was
   * meant. Who holds something renews it by the new time.
   */
  hurry(now: string): Promise<void>;

  /** `ts` up to which everything of the channel has been looked at. */
  reached(channel: string): Promise<string | undefined>;
  /** Forgets what was over before then. */
  forget(before: string): Promise<void>;
}

export interface DrawnMessage {
  readonly version: number;
  readonly message: MessageAt;
}

/** At most so many are looked at in one go; the others come next. */
const BATCH = 500;

export function createRepository(store: Store, now: () => Date): Repository {
  const { db } = store;
  return {
    turn: (channel, run) => inTurn(store, channel, now, run),

    async story(id) {
      const row = await stories(db).where('id', '=', id).executeTakeFirst();
      return row && keptOf(row);
    },
    async open() {
      const rows = await stories(db).where('closed_at', 'is', null).execute();
      return await withStorms(db, rows.map(keptOf));
    },
    async glance(most) {
      const [states, blowing, newest] = await Promise.all([
        db
          .selectFrom('stories')
          .select(['state', db.fn.countAll<number | string>().as('count')])
          .where('closed_at', 'is', null)
          .groupBy('state')
          .execute(),
        storms(db).where('closed_at', 'is', null).limit(most).execute(),
        newestStories(db).where('closed_at', 'is', null).where('storm', 'is', null).limit(most).execute(),
      ]);
      // PostgreSQL counts in 64 bits, which pg gives as text.
      const open = Object.fromEntries(states.map(({ state, count }) => [state, Number(count)]));
      return { open, storms: blowing.map(stormOf), newest: newest.map((row) => keptOf(row).story) };
    },
    async openChannels() {
      const rows = await db
        .selectFrom('stories')
        .select('channel')
        .distinct()
        .where('closed_at', 'is', null)
        .execute();
      return rows.map(({ channel }) => channel);
    },
    async unhushed(at) {
      const rows = await db
        .selectFrom('stories')
        .select('channel')
        .distinct()
        .where('closed_at', 'is', null)
        .where('silenced_until', '<=', at)
        .execute();
      return rows.map(({ channel }) => channel);
    },

    async dueLooks(at) {
      const rows = await stories(db)
        .where('look_at', '<=', at)
        .where((where) => where.or([where('look_until', 'is', null), where('look_until', '<=', at)]))
        .limit(BATCH)
        .execute();
      return rows.map(keptOf);
    },
    async inStorms() {
      const rows = await stories(db).where('storm', 'is not', null).where('closed_at', 'is', null).execute();
      return rows.map(keptOf);
    },
    async beginLook(id, owner, at, until) {
      const { numUpdatedRows } = await db
        .updateTable('stories')
        .set({ look_owner: owner, look_until: until })
        .where('id', '=', id)
        .where('look_at', '<=', at)
        .where((where) => where.or([where('look_until', 'is', null), where('look_until', '<=', at)]))
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async endLook(id, owner) {
      await db
        .updateTable('stories')
        .set({ look_owner: null, look_until: null })
        .where('id', '=', id)
        .where('look_owner', '=', owner)
        .execute();
    },

    async take(what, owner, at, until) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('alert_leases')
        .values({ what, owner, until })
        .onConflict((on) =>
          on
            .column('what')
            .doUpdateSet({ owner, until })
            .where((where) =>
              where.or([where('alert_leases.owner', '=', owner), where('alert_leases.until', '<=', at)]),
            ),
        )
        .executeTakeFirst();
      return (numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async release(what, owner, until) {
      await db
        .updateTable('alert_leases')
        .set({ owner: null, until })
        .where('what', '=', what)
        .where('owner', '=', owner)
        .execute();
    },

    async hurry(at) {
      await db.updateTable('stories').set({ look_at: at }).where('look_at', '>', at).execute();
      for (const table of ['stories', 'storms'] as const)
        await db.updateTable(table).set({ draw_at: null }).where('draw_at', '>', at).execute();
      await db
        .updateTable('alert_leases')
        .set({ until: at })
        .where('owner', 'is', null)
        .where('until', '>', at)
        .execute();
    },

    async reached(channel) {
      const row = await db
        .selectFrom('alert_channels')
        .select('reached')
        .where('channel', '=', channel)
        .executeTakeFirst();
      return row?.reached ?? undefined;
    },

    async forget(before) {
      await db.deleteFrom('stories').where('closed_at', '<', before).execute();
      await db.deleteFrom('storms').where('closed_at', '<', before).execute();
      await db.deleteFrom('alert_keys').where('heard_at', '<', before).where('story', 'is', null).execute();
      await db
        .deleteFrom('alert_messages')
        .where('heard_at', '<', before)
        .where((where) =>
          where.not(
            where.exists(
              where
                .selectFrom('stories')
                .select('stories.id')
                .whereRef('stories.channel', '=', 'alert_messages.channel')
                .whereRef('stories.alert', '=', 'alert_messages.ts'),
            ),
          ),
        )
        .execute();
      await db.deleteFrom('silences').where('until', '<', before).execute();
      await db.deleteFrom('alert_leases').where('until', '<', before).execute();
    },
  };
}
