import { CompiledQuery, type Dialect, PostgresDialect, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { ServiceError } from '../core/errors.ts';
import { failureOf } from './failures.ts';

const CONNECTIONS = 10;

/** What is told to be kept is on a disk, also where the server's own setting is not so particular. */
const DURABLE = `select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') = 'off'`;

/**
 * PostgreSQL through a bounded pool in which nothing waits for ever: not for a connection, an answer, a lock, or a
 * process that has stopped in the middle of a transaction.
 * @throws ServiceError `config` for an address that is none; the address, which has a password in it, is not repeated
 */
export function postgresDialect(url: string, lost: (error: unknown) => void): Dialect {
  const pool = createPool(url);
  // A server that restarts ends idle connections, and busy ones between two queries; unheard, either ends the process.
  pool.on('error', (error) => lost(failureOf(error)));
  pool.on('connect', (client) => client.on('error', () => undefined));
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return new PostgresDialect({
    pool: {
      options: {},
      connect: async () => {
        const client = await pool.connect().catch((error: unknown) => {
          throw failureOf(error);
        });
        const same = known.get(client) ?? watched(client);
        known.set(client, same);
        return same;
      },
      end: () => pool.end(),
    },
    onCreateConnection: async (connection) => {
      await connection.executeQuery(CompiledQuery.raw(DURABLE));
    },
  });
}

function createPool(url: string): pg.Pool {
  const options = {
    connectionString: url,
    application_name: 'ironic-oncall',
    max: CONNECTIONS,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    lock_timeout: 10_000,
    statement_timeout: 15_000,
    // For a network that swallows everything: longer than the server's own, which leaves a usable connection.
    query_timeout: 20_000,
    idle_in_transaction_session_timeout: 30_000,
  } satisfies pg.PoolConfig;
  try {
    if (!/^postgres(?:ql)?:\/\//.test(url)) throw new TypeError('scheme');
    // Reads the address, which the pool would do only when it connects.
    new pg.Client(options);
    return new pg.Pool(options);
  } catch {
    throw new ServiceError('DATABASE_URL is no address of the form postgres://user:password@host/database.', {
      code: 'config',
      service: 'database',
    });
  }
}

/** A connection on which an answer is still out, or that is gone, does not go back to the pool. */
function watched(client: pg.PoolClient): PostgresPoolClient {
  let broken = false;
  const query = async (sql: unknown, parameters?: readonly unknown[]) => {
    try {
      return await client.query(sql as string, [...(parameters ?? [])]);
    } catch (error) {
      const failure = failureOf(error);
      broken ||= failure instanceof ServiceError && leavesItBroken(failure);
      throw failure;
    }
  };
  return {
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy === true || broken),
  };
}

/** A time-out that the server has told, by a SQLSTATE, leaves a connection that works. */
function leavesItBroken({ code, detail }: ServiceError): boolean {
  return code === 'unreachable' || (code === 'timeout' && !/^\d/.test(detail ?? ''));
}
