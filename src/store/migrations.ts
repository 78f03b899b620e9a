import { type Kysely, sql } from 'kysely';
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
export const MIGRATIONS: readonly Migration[] = [{ name: '0001-acting', up: acting }];

/** Mirrors HOLDING_STATES of src/core/approval.ts as it was then. */
const HOLDING = sql<boolean>`state in ('checking', 'running', 'verifying')`;

async function acting(db: Kysely<Tables>, kind: StoreKind): Promise<void> {
  // Without it a text column of SQLite takes anything, and so would a journal that somebody edits.
  const table = <T extends string>(name: T) => {
    const builder = db.schema.createTable(name);
    return kind === 'sqlite' ? builder.modifyEnd(sql`strict`) : builder;
  };
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
