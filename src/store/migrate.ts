import { type Kysely, sql } from 'kysely';
import { ServiceError } from '../core/errors.ts';
import { MIGRATIONS, type StoreKind } from './migrations.ts';
import type { Tables } from './schema.ts';

interface WithDone extends Tables {
  ironic_oncall_migrations: { name: string; at: string };
}
const DONE = 'ironic_oncall_migrations';

/** Ours alone among the advisory locks of a server: "oncall" in ASCII. */
const LOCK = 0x6f6e_6361_6c6cn;

/**
 * Brings the tables to what this release wants, in one transaction: of several processes that start at once one does it
 * and the others wait, and what fails leaves nothing behind. (Kysely's own migrator looks through every schema of the
 * server, trips over one that is dropped meanwhile, and keeps its lock in the session, which poolers lose.)
 * @throws ServiceError `config` for a database that a newer release has written
 */
export async function migrate(raw: Kysely<Tables>, kind: StoreKind): Promise<void> {
  await raw.transaction().execute(async (trx) => {
    if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(trx);
    await expectUsable(trx, kind);
    const db = trx as unknown as Kysely<WithDone>;
    if (!(await hasDone(trx, kind))) {
      await db.schema
        .createTable(DONE)
        .addColumn('name', 'text', (column) => column.primaryKey().notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute();
    }
    const done = await namesDone(trx);
    refuseNewer(done);
    for (const { name, up } of MIGRATIONS.filter((one) => !done.includes(one.name))) {
      await up(trx, kind);
      await db.insertInto(DONE).values({ name, at: new Date().toISOString() }).execute();
    }
  });
}

/**
 * For who only reads: nothing is made or changed.
 * @throws ServiceError `config` where the tables are not those of this release
 */
export async function expectMigrated(db: Kysely<Tables>, kind: StoreKind): Promise<void> {
  await expectUsable(db, kind);
  if (!(await hasDone(db, kind))) throw wrong('has no journal; is it the one that the bot uses?');
  const done = await namesDone(db);
  refuseNewer(done);
  if (MIGRATIONS.some(({ name }) => !done.includes(name)))
    throw wrong('is of an older release; start the bot of this one once, which brings it up to date.');
}

function refuseNewer(done: readonly string[]): void {
  if (done.some((name) => !MIGRATIONS.some((one) => one.name === name)))
    throw wrong('was written by a newer release; run that one, or bring back a backup from before it.');
}

async function namesDone(db: Kysely<Tables>): Promise<readonly string[]> {
  const rows = await (db as unknown as Kysely<WithDone>).selectFrom(DONE).select('name').execute();
  return rows.map(({ name }) => name);
}

async function hasDone(db: Kysely<Tables>, kind: StoreKind): Promise<boolean> {
  const look =
    kind === 'sqlite'
      ? sql`select 1 from sqlite_schema where type = 'table' and name = ${DONE}`
      : sql`select 1 from pg_tables where schemaname = current_schema() and tablename = ${DONE}`;
  return (await look.execute(db)).rows.length > 0;
}

async function expectUsable(db: Kysely<Tables>, kind: StoreKind): Promise<void> {
  if (kind === 'sqlite') return;
  const { rows } = await sql<{ schema: string | null; encoding: string }>`
    select current_schema() as schema, current_setting('server_encoding') as encoding`.execute(db);
  const [row] = rows;
  if (!row?.schema) throw wrong('has no schema for our tables: its search_path names none that exists.');
  if (row.encoding !== 'UTF8')
    throw wrong(`keeps texts as ${row.encoding}; create one with the encoding UTF8.`);
}

function wrong(words: string): ServiceError {
  return new ServiceError(`The database ${words}`, { code: 'config', service: 'database' });
}
