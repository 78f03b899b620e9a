import type { Storm, Story } from '../core/alert-story.ts';
import type { MessageAt } from '../core/approval.ts';
import type { Db, Store } from '../store/open-store.ts';
import { keptOf, stormOf, withStorms } from './rows.ts';

/** What Slack shows as it was, and what is known about drawing it. */
export interface Undrawn<T> {
  readonly what: T;
  readonly once: boolean;
  /** Times that it could not be drawn, since the last that it could. */
  readonly tries: number;
}
export interface UndrawnStory extends Undrawn<Story> {
  readonly looking: boolean;
  readonly glance: string | null;
}

export type Table = 'stories' | 'storms';

/** What is drawn, and how far: in the store, since whoever dies is followed by somebody else. */
export interface Drawings {
  /** Channels in which something is to be drawn. */
  channels(now: string): Promise<readonly string[]>;
  stories(channel: string, now: string): Promise<readonly UndrawnStory[]>;
  storm(channel: string, now: string): Promise<Undrawn<Storm> | undefined>;
  /** From now on Slack may have it. */
  begun(table: Table, id: string): Promise<void>;
  /**
   * Slack shows that version now, also where somebody else has drawn a newer one meanwhile, which then has to be drawn once
   * more.
   */
  drawn(
    table: Table,
    id: string,
    drawn: { readonly version: number; readonly message: MessageAt; readonly rest?: string },
  ): Promise<void>;
  /** That version need not be shown. */
  passed(table: Table, id: string, version: number): Promise<void>;
  later(table: Table, id: string, until: string, tries: number): Promise<void>;
  glanced(id: string, glance: string): Promise<void>;
}

/** At most so many at a time; the others come next. */
const BATCH = 500;

export function createDrawings({ db }: Store): Drawings {
  return {
    async channels(now) {
      const rows = await Promise.all([
        undrawn(db, 'stories', now).select('channel').distinct().execute(),
        undrawn(db, 'storms', now).select('channel').distinct().execute(),
      ]);
      return [...new Set(rows.flat().map(({ channel }) => channel))];
    },

    async stories(channel, now) {
      const rows = await undrawn(db, 'stories', now)
        .selectAll()
        .where('channel', '=', channel)
        .orderBy('opened_at')
        .limit(BATCH)
        .execute();
      const kept = rows.map(keptOf);
      const told = await withStorms(db, kept);
      return rows.flatMap((row, at): readonly UndrawnStory[] => {
        const what = told[at];
        if (!what) return [];
        const looking = row.look_at !== null;
        return [{ what, once: row.drawn_once === 1, looking, tries: row.draw_tries, glance: row.glance }];
      });
    },

    async storm(channel, now) {
      const row = await undrawn(db, 'storms', now)
        .selectAll()
        .where('channel', '=', channel)
        .orderBy('opened_at', 'desc')
        .executeTakeFirst();
      return row && { what: stormOf(row), once: row.drawn_once === 1, tries: row.draw_tries };
    },

    async begun(table, id) {
      await db.updateTable(table).set({ drawn_once: 1 }).where('id', '=', id).execute();
    },
    async drawn(table, id, { version, message, rest = null }) {
      await db
        .updateTable(table)
        .set({
          drawn_version: version,
          message: JSON.stringify(message),
          draw_at: rest,
          draw_tries: 0,
        })
        .where('id', '=', id)
        .execute();
    },
    async passed(table, id, version) {
      await db
        .updateTable(table)
        .set({ drawn_version: version, draw_at: null, draw_tries: 0 })
        .where('id', '=', id)
        .where('drawn_version', '<', version)
        .execute();
    },
    async later(table, id, until, tries) {
      await db.updateTable(table).set({ draw_at: until, draw_tries: tries }).where('id', '=', id).execute();
    },
    async glanced(id, glance) {
      await db.updateTable('stories').set({ glance }).where('id', '=', id).execute();
    },
  };
}

function undrawn(db: Db, table: Table, now: string) {
  return db
    .selectFrom(table)
    .whereRef('drawn_version', '<', 'version')
    .where((where) => where.or([where('draw_at', 'is', null), where('draw_at', '<=', now)]));
}
