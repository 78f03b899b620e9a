import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { ServiceError } from '../core/errors.ts';
import { migrationsFor } from './migrations.ts';
import type { Tables } from './schema.ts';

/** Kysely's own name for the table in which it keeps what has been done. */
const DONE = 'kysely_migration';

/**
 * Brings the tables to what this release wants. Of several processes that start at once the others wait: by an advisory
 * lock on PostgreSQL, by `begin immediate` on SQLite.
 * @throws ServiceError `config` for a database that a newer release has written
 */
export async function migrate(db: Kysely<Tables>, kind: 'sqlite' | 'postgres'): Promise<void> {
  refuseNewer(await done(db, kind), kind);
  const migrationTableSchema = await schemaOf(db, kind);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrationsFor(kind) },
    ...(migrationTableSchema === undefined ? {} : { migrationTableSchema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/**
 * For who only reads: nothing is made or changed.
 * @throws ServiceError `config` where the tables are not those of this release
 */
export async function expectMigrated(db: Kysely<Tables>, kind: 'sqlite' | 'postgres'): Promise<void> {
  const names = await done(db, kind);
  refuseNewer(names, kind);
  if (Object.keys(migrationsFor(kind)).some((name) => !names.includes(name))) {
    throw wrong(
      names.length === 0
        ? 'has no journal; is it the one that the bot uses?'
        : 'is of an older release; start the bot of this one once, which brings it up to date.',
    );
  }
}

function refuseNewer(names: readonly string[], kind: 'sqlite' | 'postgres'): void {
  const known = migrationsFor(kind);
  if (names.some((name) => !(name in known)))
    throw wrong('was written by a newer release; run that one, or bring back a backup from before it.');
}

async function done(db: Kysely<Tables>, kind: 'sqlite' | 'postgres'): Promise<readonly string[]> {
  const schema = await schemaOf(db, kind);
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  const has = tables.some(({ name, schema: of }) => name === DONE && (schema === undefined || of === schema));
  if (!has) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(DONE)}`.execute(db);
  return rows.map(({ name }) => name);
}

/** Where the tables go: the migrator would take another schema's bookkeeping, anywhere in the database, for ours. */
async function schemaOf(db: Kysely<Tables>, kind: 'sqlite' | 'postgres'): Promise<string | undefined> {
  if (kind === 'sqlite') return undefined;
  const { rows } = await sql<{ schema: string | null; encoding: string }>`
    select current_schema() as schema, current_setting('server_encoding') as encoding`.execute(db);
  const [row] = rows;
  if (!row?.schema) throw wrong('has no schema for our tables: its search_path names none that exists.');
  if (row.encoding !== 'UTF8') throw wrong(`keeps texts as ${row.encoding}; it has to be created with UTF8.`);
  return row.schema;
}

function wrong(words: string): ServiceError {
  return new ServiceError(`The database ${words}`, { code: 'config', service: 'database' });
}
