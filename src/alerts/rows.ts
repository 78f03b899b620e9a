import type { Silence, Storm, Story } from '../core/alert-story.ts';
import type { MessageAt } from '../core/approval.ts';
import type { Db } from '../store/open-store.ts';
import { parsed } from '../store/parsed.ts';
import type { StoriesTable, StormsTable } from '../store/schema.ts';
import type { KeptStory, Read, Seen } from './kept.ts';

type StoryRow = Pick<
  StoriesTable,
  | 'id'
  | 'delivery'
  | 'heard_at'
  | 'read'
  | 'look_at'
  | 'look_wait'
  | 'look_tries'
  | 'seen'
  | 'message'
  | 'record'
>;

const STORY = [
  'id',
  'delivery',
  'heard_at',
  'read',
  'look_at',
  'look_wait',
  'look_tries',
  'seen',
  'message',
  'record',
] as const satisfies readonly (keyof StoryRow)[];

/** Stories by what is asked of their rows, the oldest first. */
export function stories(db: Db) {
  return db.selectFrom('stories').select(STORY).orderBy('opened_at').orderBy('id');
}

/** The same, the newest first. */
export function newestStories(db: Db) {
  return db.selectFrom('stories').select(STORY).orderBy('opened_at', 'desc').orderBy('id');
}

export function keptOf(row: StoryRow): KeptStory {
  const { id, delivery, heard_at, look_at: at, look_wait: wait, look_tries: tries } = row;
  const story = parsed<Story>('story', id, row.record);
  return {
    story: { ...story, message: messageOf('story', id, row.message) },
    delivery,
    heard_at,
    read: row.read as Read,
    look: { at, wait, tries },
    seen: parsed<Seen>('story', id, row.seen),
  };
}

/** The columns that follow from a story. Where it is drawn has its own, since drawing it does not change it. */
export function columnsOf({ story, delivery, heard_at, read, look, seen }: KeptStory) {
  const { id, version, channel, alert, state, opened_at, closed_at, silenced_until, storm } = story;
  return {
    ...{ id, version, channel, alert, delivery, state, opened_at, closed_at, heard_at, silenced_until, read },
    storm: storm?.id ?? null,
    look_at: look.at,
    look_wait: look.wait,
    look_tries: look.tries,
    seen: JSON.stringify(seen),
    record: JSON.stringify({ ...story, message: null }),
  } satisfies Partial<StoriesTable>;
}

const STORM = ['id', 'message', 'record'] as const;

export function storms(db: Db) {
  return db.selectFrom('storms').select(STORM).orderBy('opened_at').orderBy('id');
}

export function stormOf(row: Pick<StormsTable, (typeof STORM)[number]>): Storm {
  const storm = parsed<Storm>('storm', row.id, row.record);
  return { ...storm, message: messageOf('storm', row.id, row.message) };
}

export function stormColumns(storm: Storm) {
  const { id, version, channel, opened_at, closed_at } = storm;
  const record = JSON.stringify({ ...storm, message: null });
  return { id, version, channel, opened_at, closed_at, record } satisfies Partial<StormsTable>;
}

/** Stories say where their storms are told of, once Slack has that. */
export async function withStorms(db: Db, all: readonly KeptStory[]): Promise<readonly Story[]> {
  const ids = [...new Set(all.flatMap(({ story }) => story.storm?.id ?? []))];
  const rows = ids.length > 0 ? await storms(db).where('id', 'in', ids).execute() : [];
  const messages = new Map(rows.map(({ id, message }) => [id, messageOf('storm', id, message)]));
  return all.map(({ story }) =>
    story.storm
      ? { ...story, storm: { ...story.storm, message: messages.get(story.storm.id) ?? null } }
      : story,
  );
}

/** Those that hold, the one that ends first first. */
export async function readSilences(db: Db, now: string): Promise<readonly Silence[]> {
  const rows = await db
    .selectFrom('silences')
    .select(['id', 'record'])
    .where('until', '>', now)
    .orderBy('until')
    .orderBy('id')
    .execute();
  return rows.map(({ id, record }) => parsed<Silence>('silence', id, record));
}

function messageOf(what: string, id: string, text: string | null): MessageAt | null {
  return text === null ? null : parsed<MessageAt>(what, id, text);
}
