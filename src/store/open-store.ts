import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Kysely, type KyselyPlugin, type Transaction } from 'kysely';
import { ServiceError } from '../core/errors.ts';
import { isPassing } from './failures.ts';
import { expectMigrated, migrate } from './migrate.ts';
import type { StoreKind } from './migrations.ts';
import type { Tables } from './schema.ts';
import { openSqlite, sqliteDialect } from './sqlite.ts';

/** What a query runs on: the store's `db`, or the transaction it belongs to. */
export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;

export interface Store {
  readonly kind: StoreKind;
  /** For single queries. Inside of `transaction` it throws: on SQLite it would wait for its own transaction for ever. */
  readonly db: Db;
  /**
   * All or nothing. `run` may be run again from its beginning when others were in the way, so it has no effect but on
   * `trx`, and waits for nothing else. After `unreachable` or `timeout` it may or may not have been kept: look again.
   * @throws ServiceError of the service `database`; `conflict` when a row is there already (`conflictIn`)
   */
  transaction<T>(run: (trx: Trx) => Promise<T>): Promise<T>;
  /** Several reads that see one moment. */
  snapshot<T>(run: (trx: Trx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** `postgres://…`; wins over `file`. */
  readonly url?: string | undefined;
  /** Path of a SQLite file, or `:memory:`. */
  readonly file?: string | undefined;
  /** Only read: a missing file or table is an error, not made. */
  readonly readOnly?: boolean;
  /** Hears of connections that were lost while nobody used them. */
  readonly lost?: (error: unknown) => void;
  /** Waits before another try. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

const TRIES = 5;

/**
 * Opens the database and brings its tables to what this release wants.
 * @throws ServiceError `config` for what an operator has to mend, in words that name the next step; else why it cannot be reached
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const pause = options.pause ?? ((ms: number) => wait(ms));
  const again = <T>(run: () => Promise<T>) => untilItPasses(run, pause);
  const kind: StoreKind = options.url ? 'postgres' : 'sqlite';
  const raw = await again(() => connect(options, pause));
  try {
    await again(() => (options.readOnly ? expectMigrated(raw, kind) : migrate(raw, kind)));
  } catch (error) {
    await raw.destroy();
    throw error;
  }

  const inside = new AsyncLocalStorage<{ open: boolean }>();
  function refuseInside(): void {
    if (inside.getStore()?.open) throw new Error('Inside a transaction every query belongs on its trx.');
  }
  const guard: KyselyPlugin = {
    transformQuery: ({ node }) => {
      refuseInside();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  async function within<T>(trx: Trx, run: (trx: Trx) => Promise<T>): Promise<T> {
    const state = { open: true };
    try {
      return await inside.run(state, () => run(trx));
    } finally {
      // What was begun inside and not waited for has left it now.
      state.open = false;
    }
  }

  return {
    kind,
    db: raw.withPlugin(guard),
    async transaction(run) {
      refuseInside();
      // Said outright, since a server may have another default.
      const begin = () => raw.transaction().setIsolationLevel('read committed').setAccessMode('read write');
      return await again(() => begin().execute((trx) => within(trx, run)));
    },
    async snapshot(run) {
      refuseInside();
      const begin = () => raw.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
      return await again(() => begin().execute((trx) => within(trx, run)));
    },
    close: () => raw.destroy(),
  };
}

async function connect(
  { url, file, readOnly = false, lost = () => undefined }: StoreOptions,
  pause: (ms: number) => Promise<unknown>,
): Promise<Kysely<Tables>> {
  if (url) {
    // Who keeps a file has no use for a driver of a server.
    const { postgresDialect } = await import('./postgres.ts');
    return new Kysely({ dialect: postgresDialect(url, lost) });
  }
  if (file) return new Kysely({ dialect: sqliteDialect(openSqlite(file, readOnly), pause) });
  throw new ServiceError(
    'No database is configured: set DATABASE_URL, or `database` to the path of a file.',
    {
      code: 'config',
      service: 'database',
    },
  );
}

async function untilItPasses<T>(run: () => Promise<T>, pause: (ms: number) => Promise<unknown>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt === TRIES || !isPassing(error)) throw error;
      // Not all at once again.
      await pause(2 ** attempt * 10 * (0.5 + Math.random()));
    }
  }
}
