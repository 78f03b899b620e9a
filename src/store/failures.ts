import { ServiceError, type ServiceErrorCode } from '../core/errors.ts';

/**
 * What a database says when it fails, as ServiceError of the service `database`. Its `detail` is a SQLSTATE, an error
 * name of SQLite or Node's code, for `conflict` the table; never SQL, a parameter, a message of the server (which quotes values) or the URL.
 */
function failure(code: ServiceErrorCode, words: string, detail: string | undefined): ServiceError {
  return new ServiceError(`The database ${words}`, { code, service: 'database', detail });
}

/** Others were in the way, nothing was kept, and the same once more may well succeed. */
const PASSING = new Set(['40001', '40P01', 'SQLITE_BUSY']);

export function isPassing(error: unknown): boolean {
  return error instanceof ServiceError && error.service === 'database' && PASSING.has(error.detail ?? '');
}

/**
 * The table whose uniqueness a write has hurt: for `approvals`, another one holds the target. On PostgreSQL the
 * transaction is over then, so let the error through and look at it outside.
 */
export function conflictIn(error: unknown): string | undefined {
  return error instanceof ServiceError && error.service === 'database' && error.code === 'conflict'
    ? error.detail
    : undefined;
}

/** Anything else than the database's own failures comes back as it is: a bug of ours. */
export function failureOf(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ServiceError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_SQLITE_ERROR') return sqliteFailure(error);
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && 'severity' in error) {
    return postgresFailure(code, 'table' in error ? String(error.table ?? '') : '');
  }
  return connectionFailure(error, typeof code === 'string' ? code : '');
}

function sqliteFailure(error: Error): ServiceError {
  const extended = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
  // SQLITE_CONSTRAINT_PRIMARYKEY and _UNIQUE; the message names columns only (sqlite.org/rescode.html).
  if (extended === 1555 || extended === 2067) {
    return failure(
      'conflict',
      'has this row already.',
      /failed: (\w+)\./.exec(error.message)?.[1] ?? 'index',
    );
  }
  switch (extended & 0xff) {
    case 5:
    case 6:
      return failure('timeout', 'is busy with another process; try again.', 'SQLITE_BUSY');
    case 8:
      return failure('refused', 'file may only be read.', 'SQLITE_READONLY');
    case 10:
      return failure('server-error', 'file cannot be read or written: its disk has failed.', 'SQLITE_IOERR');
    case 11:
    case 26:
      return failure('bad-answer', 'file is damaged, or is none.', 'SQLITE_CORRUPT');
    case 13:
      return failure('server-error', 'cannot grow: the disk is full.', 'SQLITE_FULL');
    case 14:
      return failure('unreachable', 'file cannot be opened.', 'SQLITE_CANTOPEN');
    default:
      return failure('server-error', 'refuses what we asked for.', `SQLite ${extended}`);
  }
}

/** By class and code of postgresql.org/docs/current/errcodes-appendix.html. */
function postgresFailure(state: string, table: string): ServiceError {
  if (state === '23505') return failure('conflict', 'has this row already.', table || 'index');
  if (state === '40001' || state === '40P01')
    return failure('timeout', 'gave others the right of way; try again.', state);
  if (state === '55P03' || state === '57014') return failure('timeout', 'did not answer in time.', state);
  if (state === '3D000')
    return failure('config', 'named in DATABASE_URL does not exist on its server; create it first.', state);
  if (state === '42P07')
    return failure('config', 'has tables of somebody else by our names; give us a schema of our own.', state);
  if (state === '42501')
    return failure('forbidden', 'does not let our user do this; it needs a schema of its own.', state);
  if (state === '25006') return failure('refused', 'may only be read: a standby, or set so.', state);
  if (state === '53300') return failure('unreachable', 'has no connection left for us.', state);
  if (state === '53100') return failure('server-error', 'cannot grow: its disk is full.', state);
  if (state.startsWith('28')) return failure('unauthorized', 'refuses the user or password.', state);
  if (state.startsWith('08') || state.startsWith('57P') || state === '25P03' || state === '25P04')
    return failure('unreachable', 'has ended the connection.', state);
  return failure('server-error', 'refuses what we asked for.', state);
}

/** Wordings of pg 8 (`lib/client.js`, `pg-pool/index.js`), which has no codes for its own. */
function connectionFailure(error: Error, code: string): unknown {
  if (/^E[A-Z]+$/.test(code) && !code.startsWith('ERR')) {
    return failure(code === 'ETIMEDOUT' ? 'timeout' : 'unreachable', `does not answer (${code}).`, code);
  }
  if (/CERT|SIGNATURE|^ERR_(?:TLS|SSL)/.test(code) || /SSL/.test(error.message))
    return failure('tls', 'and we do not agree on TLS; see sslmode in DATABASE_URL.', code || undefined);
  if (/^SASL/.test(error.message))
    return failure('unauthorized', 'wants a password that DATABASE_URL does not have.', undefined);
  if (/timeout/i.test(error.message)) return failure('timeout', 'did not answer in time.', 'client');
  if (/^Connection terminated|^Client (?:was closed|has encountered)|^Connection ended/.test(error.message))
    return failure('unreachable', 'has ended the connection.', 'client');
  return error;
}
