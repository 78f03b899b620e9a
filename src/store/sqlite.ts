import { closeSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { ServiceError } from '../core/errors.ts';
import { failureOf, isPassing } from './failures.ts';

/** Milliseconds that another process' lock may stop all of this one: node:sqlite is synchronous. */
const BUSY_MS = 50;
/** Further waits of about that long, in which everything else goes on. */
const BUSY_TRIES = 20;

/**
 * Kysely's SQLite on `node:sqlite`. One connection; Kysely puts its users in a row, a transaction at a time. Each
 * transaction is `begin immediate`, so that what it has read cannot change before it writes.
 */
export function sqliteDialect(database: DatabaseSync, pause: (ms: number) => Promise<unknown>): Dialect {
  const place = database.location();
  const guard = place === null ? () => undefined : guardOf(place);
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new ImmediateDriver(database, pause, guard),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/**
 * @param file a path, or `:memory:`. A new file can be read by its owner alone; so can `-wal` and `-shm`, which SQLite
 *   makes with the mode of the file.
 * @throws ServiceError `config` when it cannot be opened, with what to do
 */
export function openSqlite(file: string, readOnly: boolean): DatabaseSync {
  if (file !== ':memory:') prepareFile(file, readOnly);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly, timeout: BUSY_MS });
    // A record that is told to be kept survives a loss of power, which in WAL only FULL promises (sqlite.org/pragma.html).
    if (!readOnly) database.exec('pragma journal_mode = wal; pragma synchronous = full;');
    database.exec('pragma foreign_keys = on; pragma trusted_schema = off;');
    database.prepare('select count(*) from sqlite_schema').get();
    return database;
  } catch (error) {
    database?.close();
    const failure = failureOf(error);
    if (!(failure instanceof ServiceError) || failure.code === 'timeout') throw failure;
    throw unusable(
      file,
      failure.code === 'bad-answer'
        ? 'is no SQLite database, or a damaged one; name another, or bring back a backup'
        : `cannot be opened (${failure.detail}); its directory must be writable for this user, and local`,
    );
  }
}

function prepareFile(file: string, readOnly: boolean): void {
  try {
    if (readOnly) statSync(file);
    else closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && readOnly)
      throw unusable(file, 'does not exist; the bot makes it when it starts');
    if (code === 'ENOENT') throw unusable(file, `needs the directory ${dirname(file)}, which does not exist`);
    if (code === 'EISDIR') throw unusable(file, 'is a directory; name a file in it');
    throw unusable(file, `cannot be opened by this user (${code})`);
  }
}

/**
 * A file that was moved away or replaced is written to as ever by whoever has it open, and in WAL mode SQLite does not look
 * (sqlite.org/rescode.html, SQLITE_READONLY_DBMOVED): what is told to be kept there would be gone with this process.
 */
function guardOf(file: string): () => void {
  const identity = () => {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    return found && `${found.dev} ${found.ino}`;
  };
  const own = identity();
  return () => {
    if (identity() === own) return;
    throw new ServiceError(
      'The database file is not where it was: put the same one back, or restart with the one that is to be used.',
      { code: 'unreachable', service: 'database', detail: 'SQLITE_READONLY_DBMOVED' },
    );
  };
}

function unusable(file: string, words: string): ServiceError {
  return new ServiceError(`The database ${file} ${words}.`, { code: 'config', service: 'database' });
}

class ImmediateDriver extends SqliteDriver {
  readonly #database: DatabaseSync;

  readonly #pause: (ms: number) => Promise<unknown>;
  readonly #guard: () => void;
  readonly #patient = new WeakMap<DatabaseConnection, DatabaseConnection>();

  constructor(database: DatabaseSync, pause: (ms: number) => Promise<unknown>, guard: () => void) {
    super({ database: forKysely(database) });
    this.#database = database;
    this.#pause = pause;
    this.#guard = guard;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    const patient = this.#patient.get(connection) ?? this.#patiently(connection);
    this.#patient.set(connection, patient);
    return patient;
  }

  /** Waits for another process' lock where nothing has been begun, `begin immediate` itself included. */
  #patiently(connection: DatabaseConnection): DatabaseConnection {
    return {
      streamQuery: (query, size) => connection.streamQuery(query, size),
      executeQuery: async (query) => {
        // What has been begun may still be given up.
        if (!this.#database.isTransaction) this.#guard();
        for (let attempt = 1; ; attempt += 1) {
          try {
            return await connection.executeQuery(query);
          } catch (error) {
            if (!isPassing(error) || attempt === BUSY_TRIES || this.#database.isTransaction) throw error;
            await this.#pause(BUSY_MS * Math.random());
          }
        }
      },
    };
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    settings?: TransactionSettings,
  ): Promise<void> {
    if (this.#database.isTransaction) this.#database.exec('rollback');
    const begin = settings?.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(begin));
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    this.#guard();
    await super.commitTransaction(connection);
  }

  /** A full disk, for one, has ended the transaction before we get to it (sqlite.org/lang_transaction.html). */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

/** What Kysely wants of a database is better-sqlite3's shape. */
function forKysely(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = translated(() => database.prepare(sql));
      const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        // Rows come without a prototype, which no comparison with a plain object survives.
        all: (parameters) =>
          translated(() => statement.all(...values(parameters))).map((row) => ({ ...row })),
        run: (parameters) => translated(() => statement.run(...values(parameters))),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}

function translated<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw failureOf(error);
  }
}
