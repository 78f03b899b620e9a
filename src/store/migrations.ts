import { type Kysely, sql } from 'kysely';
import { events } from './migrations/events.ts';
import { fleet } from './migrations/fleet.ts';
import { glances } from './migrations/glances.ts';
import { questions } from './migrations/questions.ts';
import type { Tables } from './schema.ts';

export type StoreKind = 'sqlite' | 'postgres';

interface Migration {
  readonly name: string;
  up(db: Kysely<Tables>, kind: StoreKind): Promise<void>;
}

/**
 * How the tables come to be, the oldest first. What has been released is never changed again, only added to. The text
 * must mean the same to SQLite and PostgreSQL; where they differ, `kind` tells.
 */
export const MIGRATIONS: readonly Migration[] = [
  { name: '0001-acting', up: acting },
  { name: '0002-alerts', up: alerts },
  { name: '0003-fleet', up: fleet },
  { name: '0004-events', up: events },
  { name: '0005-glances', up: glances },
  { name: '0006-questions', up: questions },
];

/** Without `strict` a text column of SQLite takes anything, and so would a journal that somebody edits. */
function tableOf(db: Kysely<Tables>, kind: StoreKind, name: string) {
  const builder = db.schema.createTable(name);
  return kind === 'sqlite' ? builder.modifyEnd(sql`strict`) : builder;
}

/** Mirrors HOLDING_STATES of src/core/approval.ts as it was then. */
const HOLDING = sql<boolean>`state in ('checking', 'running', 'verifying')`;

async function acting(db: Kysely<Tables>, kind: StoreKind): Promise<void> {
  const table = (name: string) => tableOf(db, kind, name);
  const index = (name: string, on: 'offers' | 'approvals' | 'journal', column: string) =>
    db.schema.createIndex(name).on(on).column(column).execute();

  await table('offers')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('until', 'text', (column) => column.notNull())
    .addColumn('taken_by', 'text')
    .addColumn('record', 'text', (column) => column.notNull())
    .execute();
  await index('offers_until', 'offers', 'until');

  await table('approvals')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('cloud', 'text', (column) => column.notNull())
    .addColumn('remediation', 'text', (column) => column.notNull())
    .addColumn('node', 'text')
    .addColumn('requester', 'text', (column) => column.notNull())
    .addColumn('requested_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('drawn_version', 'integer', (column) => column.notNull())
    .addColumn('draw_until', 'text')
    .addColumn('message', 'text')
    .addColumn('record', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('approvals_holder')
    .unique()
    .on('approvals')
    .column('target')
    .where(HOLDING)
    .execute();
  await index('approvals_state', 'approvals', 'state');
  await index('approvals_target', 'approvals', 'target');
  await index('approvals_started', 'approvals', 'started_at');
  await index('approvals_ended', 'approvals', 'ended_at');
  await db.schema
    .createIndex('approvals_undrawn')
    .on('approvals')
    .column('id')
    .where(sql<boolean>`drawn_version < version`)
    .execute();

  await table('journal')
    .addColumn('seq', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('actor', 'text')
    .addColumn('requester', 'text')
    .addColumn('approval', 'text')
    .addColumn('node', 'text')
    .addColumn('name', 'text')
    .addColumn('entry', 'text', (column) => column.notNull())
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  // Nothing has two successors, whatever else goes wrong.
  await db.schema.createIndex('journal_previous').unique().on('journal').column('previous').execute();
  for (const column of ['at', 'actor', 'requester', 'approval', 'node', 'name'])
    await index(`journal_${column}`, 'journal', column);

  await table('journal_head')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull().check(sql`id = 1`))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  await db
    .insertInto('journal_head')
    .values({ id: 1, seq: 0, hash: '0'.repeat(64) })
    .execute();

  await table('freezes')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull().check(sql`id = 1`))
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .execute();

  await table('copies')
    .addColumn('channel', 'text', (column) => column.primaryKey().notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('head_seq', 'integer', (column) => column.notNull())
    .addColumn('head_at', 'text', (column) => column.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'text')
    .execute();
}

async function alerts(db: Kysely<Tables>, kind: StoreKind): Promise<void> {
  const table = (name: string) => tableOf(db, kind, name);
  const index = (name: string, on: string, columns: readonly string[]) =>
    db.schema
      .createIndex(name)
      .on(on)
      .columns([...columns])
      .execute();

  await table('alert_channels')
    .addColumn('channel', 'text', (column) => column.primaryKey().notNull())
    .addColumn('reached', 'text')
    .execute();

  await table('alert_messages')
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('ts', 'text', (column) => column.notNull())
    .addColumn('revised', 'text', (column) => column.notNull())
    .addColumn('deleted', 'integer', (column) => column.notNull())
    .addColumn('keys', 'text', (column) => column.notNull())
    .addColumn('heard_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('alert_messages_pk', ['channel', 'ts'])
    .execute();
  await index('alert_messages_heard', 'alert_messages', ['heard_at']);

  await table('alert_keys')
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('story', 'text')
    .addColumn('told', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('heard_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('alert_keys_pk', ['channel', 'key'])
    .execute();
  await index('alert_keys_heard', 'alert_keys', ['heard_at']);
  await index('alert_keys_story', 'alert_keys', ['story']);

  await table('alert_leases')
    .addColumn('what', 'text', (column) => column.primaryKey().notNull())
    .addColumn('owner', 'text')
    .addColumn('until', 'text', (column) => column.notNull())
    .execute();

  await table('stories')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('alert', 'text')
    .addColumn('delivery', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('closed_at', 'text')
    .addColumn('heard_at', 'text', (column) => column.notNull())
    .addColumn('silenced_until', 'text')
    .addColumn('storm', 'text')
    .addColumn('read', 'text', (column) => column.notNull())
    .addColumn('look_at', 'text')
    .addColumn('look_wait', 'integer', (column) => column.notNull())
    .addColumn('look_tries', 'integer', (column) => column.notNull())
    .addColumn('look_owner', 'text')
    .addColumn('look_until', 'text')
    .addColumn('drawn_version', 'integer', (column) => column.notNull())
    .addColumn('drawn_once', 'integer', (column) => column.notNull())
    .addColumn('draw_at', 'text')
    .addColumn('draw_tries', 'integer', (column) => column.notNull())
    .addColumn('glance', 'text')
    .addColumn('message', 'text')
    .addColumn('seen', 'text', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .execute();
  // In both indices a null is like no other, so that they hold for what has a message, or none.
  await db.schema
    .createIndex('stories_alert')
    .unique()
    .on('stories')
    .columns(['channel', 'alert'])
    .where(sql<boolean>`alert is not null`)
    .execute();
  await db.schema
    .createIndex('stories_delivery')
    .unique()
    .on('stories')
    .columns(['channel', 'delivery'])
    .where(sql<boolean>`delivery is not null and closed_at is null`)
    .execute();
  await index('stories_channel', 'stories', ['channel', 'closed_at']);
  await index('stories_closed', 'stories', ['closed_at']);
  await index('stories_storm', 'stories', ['storm']);
  await index('stories_silenced', 'stories', ['silenced_until']);
  await index('stories_look', 'stories', ['look_at']);
  await db.schema
    .createIndex('stories_undrawn')
    .on('stories')
    .column('id')
    .where(sql<boolean>`drawn_version < version`)
    .execute();

  await table('storms')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('closed_at', 'text')
    .addColumn('drawn_version', 'integer', (column) => column.notNull())
    .addColumn('drawn_once', 'integer', (column) => column.notNull())
    .addColumn('draw_at', 'text')
    .addColumn('draw_tries', 'integer', (column) => column.notNull())
    .addColumn('message', 'text')
    .addColumn('record', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('storms_open')
    .unique()
    .on('storms')
    .column('channel')
    .where(sql<boolean>`closed_at is null`)
    .execute();
  await index('storms_closed', 'storms', ['closed_at']);

  await table('silences')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('until', 'text', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .execute();
  await index('silences_until', 'silences', ['until']);
}
