import type { Silence, Storm } from '../core/alert-story.ts';
import type { Store, Trx } from '../store/open-store.ts';
import { parsed } from '../store/parsed.ts';
import type { KeptStory } from './kept.ts';
import { columnsOf, keptOf, readSilences, stories, stormColumns, stormOf, storms } from './rows.ts';
import { isLater } from './slack-time.ts';

/** What is known of a message of the channel. */
export interface KeptMessage {
  /** The newest revision that was read, as a `ts`. */
  readonly revised: string;
  readonly deleted: boolean;
  /** Of the alerts of ours that it tells of. */
  readonly keys: readonly string[];
}

/** What was heard last of an alert. */
export interface KeptKey {
  /** The open story that tells of it; null while it does not fire. */
  readonly story: string | null;
  /** When that was said, as a `ts`. */
  readonly told: string;
  /** ISO 8601, when it ended; null where nobody has said that it is over. */
  readonly ended_at: string | null;
}

/**
 * A transaction in which nobody else, of this process or of another replica, changes anything about the stories of a
 * channel: what was read stays true until it ends.
 */
export interface Turn {
  readonly channel: string;
  /** ISO 8601, when it was our turn. */
  readonly now: string;
  /** Those that hold now. */
  readonly silences: readonly Silence[];

  /** Everything up to that message has been looked at. */
  reach(ts: string): Promise<void>;
  message(ts: string): Promise<KeptMessage | undefined>;
  keepMessage(ts: string, message: KeptMessage): Promise<void>;
  key(key: string): Promise<KeptKey | undefined>;
  keepKey(key: string, kept: KeptKey): Promise<void>;
  /** No story of this id tells of them any more. */
  freeKeys(story: string): Promise<void>;

  story(id: string): Promise<KeptStory | undefined>;
  /** Of a message of the channel. */
  storyOf(alert: string): Promise<KeptStory | undefined>;
  /** The open one of a group that a tool sends to us. */
  storyFor(delivery: string): Promise<KeptStory | undefined>;
  /** Those that are not over, the oldest first. */
  open(): Promise<readonly KeptStory[]>;
  /** Those of a storm that are. */
  overInStorm(storm: string): Promise<readonly KeptStory[]>;
  create(kept: KeptStory): Promise<void>;
  /** @throws Error where somebody else has changed it, which nobody can */
  change(before: KeptStory, next: KeptStory): Promise<void>;

  /** The one that goes on. */
  storm(): Promise<Storm | undefined>;
  keepStorm(before: Storm | undefined, next: Storm): Promise<void>;
}

/**
 * Runs in a transaction of its own, alone among all replicas as far as that channel goes. `run` may be run again from its
 * beginning, so it has no effect but on the turn.
 */
export function inTurn<T>(
  store: Store,
  channel: string,
  now: () => Date,
  run: (turn: Turn) => Promise<T>,
): Promise<T> {
  return store.transaction(async (trx) => {
    await takeChannel(trx, channel);
    const at = now().toISOString();
    return run(openTurn(trx, channel, at, await readSilences(trx, at)));
  });
}

/** The row's lock keeps others of the same channel waiting until this transaction ends. */
async function takeChannel(trx: Trx, channel: string): Promise<void> {
  await trx
    .insertInto('alert_channels')
    .values({ channel, reached: null })
    .onConflict((on) => on.column('channel').doUpdateSet((row) => ({ channel: row.ref('excluded.channel') })))
    .execute();
}

function openTurn(trx: Trx, channel: string, now: string, silences: readonly Silence[]): Turn {
  const ours = () => stories(trx).where('channel', '=', channel);
  const one = async (query: ReturnType<typeof ours>) => {
    const row = await query.executeTakeFirst();
    return row && keptOf(row);
  };
  return {
    channel,
    now,
    silences,

    async reach(ts) {
      const { reached } = await trx
        .selectFrom('alert_channels')
        .select('reached')
        .where('channel', '=', channel)
        .executeTakeFirstOrThrow();
      if (reached !== null && !isLater(ts, reached)) return;
      await trx.updateTable('alert_channels').set({ reached: ts }).where('channel', '=', channel).execute();
    },
    async message(ts) {
      const row = await trx
        .selectFrom('alert_messages')
        .select(['revised', 'deleted', 'keys'])
        .where('channel', '=', channel)
        .where('ts', '=', ts)
        .executeTakeFirst();
      if (!row) return undefined;
      const keys = parsed<readonly string[]>('message', ts, row.keys);
      return { revised: row.revised, deleted: row.deleted === 1, keys };
    },
    async keepMessage(ts, { revised, deleted, keys }) {
      const row = { revised, deleted: deleted ? 1 : 0, keys: JSON.stringify(keys), heard_at: now };
      await trx
        .insertInto('alert_messages')
        .values({ channel, ts, ...row })
        .onConflict((on) => on.columns(['channel', 'ts']).doUpdateSet(row))
        .execute();
    },
    key: (key) =>
      trx
        .selectFrom('alert_keys')
        .select(['story', 'told', 'ended_at'])
        .where('channel', '=', channel)
        .where('key', '=', key)
        .executeTakeFirst(),
    async keepKey(key, kept) {
      const row = { ...kept, heard_at: now };
      await trx
        .insertInto('alert_keys')
        .values({ channel, key, ...row })
        .onConflict((on) => on.columns(['channel', 'key']).doUpdateSet(row))
        .execute();
    },
    async freeKeys(story) {
      await trx.updateTable('alert_keys').set({ story: null }).where('story', '=', story).execute();
    },

    story: (id) => one(ours().where('id', '=', id)),
    storyOf: (alert) => one(ours().where('alert', '=', alert)),
    storyFor: (delivery) => one(ours().where('delivery', '=', delivery).where('closed_at', 'is', null)),
    async open() {
      return (await ours().where('closed_at', 'is', null).execute()).map(keptOf);
    },
    async overInStorm(storm) {
      const over = ours().where('storm', '=', storm).where('closed_at', 'is not', null);
      return (await over.execute()).map(keptOf);
    },
    async create(kept) {
      const draw = { drawn_version: 0, drawn_once: 0, draw_at: null, draw_tries: 0 };
      const nobody = { look_owner: null, look_until: null, glance: null, message: null };
      await trx
        .insertInto('stories')
        .values({ ...columnsOf(kept), ...draw, ...nobody })
        .execute();
    },
    async change({ story: { id, version } }, next) {
      const changed = await trx
        .updateTable('stories')
        .set(columnsOf(next))
        .where('id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst();
      if (changed.numUpdatedRows !== 1n) throw new Error(`Story ${id} was changed in somebody else's turn.`);
    },

    async storm() {
      const row = await storms(trx)
        .where('channel', '=', channel)
        .where('closed_at', 'is', null)
        .executeTakeFirst();
      return row && stormOf(row);
    },
    async keepStorm(before, next) {
      if (!before) {
        const draw = { drawn_version: 0, drawn_once: 0, draw_at: null, draw_tries: 0, message: null };
        await trx
          .insertInto('storms')
          .values({ ...stormColumns(next), ...draw })
          .execute();
        return;
      }
      const changed = await trx
        .updateTable('storms')
        .set(stormColumns(next))
        .where('id', '=', before.id)
        .where('version', '=', before.version)
        .executeTakeFirst();
      if (changed.numUpdatedRows !== 1n)
        throw new Error(`Storm ${before.id} was changed in somebody else's turn.`);
    },
  };
}
