import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { StoreOptions } from '../../src/store/open-store.ts';

/** An empty database that every `openStore(database.options)` shares, as replicas do. */
export interface TestDatabase {
  readonly options: Pick<StoreOptions, 'url' | 'file'>;
  drop(): Promise<void>;
}

export interface DatabaseKind {
  readonly kind: 'sqlite' | 'postgres';
  /** What the suite is called. */
  readonly name: string;
  /** For `describe.skipIf`: there is no server to be asked. */
  readonly missing: boolean;
  create(): Promise<TestDatabase>;
}

const url = process.env['TEST_DATABASE_URL'];
if (!url) console.warn('TEST_DATABASE_URL is not set: nothing is tested on PostgreSQL (see .ci/postgres).');

/** For `describe.each(DATABASES)`: the same tests on both. `.ci/postgres` starts a server and says its URL. */
export const DATABASES: readonly DatabaseKind[] = [
  { kind: 'sqlite', name: 'SQLite', missing: false, create: sqliteFile },
  {
    kind: 'postgres',
    name: url ? 'PostgreSQL' : 'PostgreSQL (skipped: TEST_DATABASE_URL is not set)',
    missing: !url,
    create: postgresSchema,
  },
];

async function sqliteFile(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'ironic-oncall-store-'));
  return {
    options: { file: join(folder, 'store.sqlite') },
    drop: async () => rmSync(folder, { recursive: true }),
  };
}

/** A schema of its own in the server's database: quicker than a database, and what operators share a server by. */
async function postgresSchema(): Promise<TestDatabase> {
  const schema = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`create schema ${schema}`);
  const own = new URL(url ?? '');
  own.searchParams.set('options', `-c search_path=${schema}`);
  return { options: { url: own.href }, drop: () => onServer(`drop schema ${schema} cascade`) };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
