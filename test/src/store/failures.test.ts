import { expect, test } from 'vitest';
import type { ServiceError } from '../../../src/core/errors.ts';
import { conflictIn, failureOf, isPassing } from '../../../src/store/failures.ts';

const SECRET = 'hunter2';
const postgres = (code: string, more: object = {}) =>
  Object.assign(new Error(`Key (reason)=(${SECRET})`), {
    code,
    severity: 'ERROR',
    detail: SECRET,
    where: SECRET,
    ...more,
  });
const sqlite = (errcode: number, message = `near "${SECRET}"`) =>
  Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode });
const node = (code: string) => Object.assign(new Error(`connect ${code} ${SECRET}`), { code });
const said = (words: string) => new Error(words);

test.each([
  [postgres('23505', { table: 'approvals' }), 'conflict', 'approvals'],
  [postgres('40001'), 'timeout', '40001'],
  [postgres('40P01'), 'timeout', '40P01'],
  [postgres('57014'), 'timeout', '57014'],
  [postgres('55P03'), 'timeout', '55P03'],
  [postgres('28P01'), 'unauthorized', '28P01'],
  [postgres('42501'), 'forbidden', '42501'],
  [postgres('25006'), 'refused', '25006'],
  [postgres('3D000'), 'config', '3D000'],
  [postgres('42P07'), 'config', '42P07'],
  [postgres('53300'), 'unreachable', '53300'],
  [postgres('57P01'), 'unreachable', '57P01'],
  [postgres('08006'), 'unreachable', '08006'],
  [postgres('22P02'), 'server-error', '22P02'],
  [sqlite(2067, 'UNIQUE constraint failed: approvals.target'), 'conflict', 'approvals'],
  [sqlite(1555, 'UNIQUE constraint failed: offers.id'), 'conflict', 'offers'],
  [sqlite(5), 'timeout', 'SQLITE_BUSY'],
  [sqlite(517), 'timeout', 'SQLITE_BUSY'],
  [sqlite(8), 'refused', 'SQLITE_READONLY'],
  [sqlite(778), 'server-error', 'SQLITE_IOERR'],
  [sqlite(11), 'bad-answer', 'SQLITE_CORRUPT'],
  [sqlite(13), 'server-error', 'SQLITE_FULL'],
  [sqlite(14), 'unreachable', 'SQLITE_CANTOPEN'],
  [sqlite(1), 'server-error', 'SQLite 1'],
  [node('ECONNREFUSED'), 'unreachable', 'ECONNREFUSED'],
  [node('ENOTFOUND'), 'unreachable', 'ENOTFOUND'],
  [node('ETIMEDOUT'), 'timeout', 'ETIMEDOUT'],
  [node('SELF_SIGNED_CERT_IN_CHAIN'), 'tls', 'SELF_SIGNED_CERT_IN_CHAIN'],
  [node('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  // As pg words them.
  [said('The server does not support SSL connections'), 'tls', undefined],
  [said('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'), 'unauthorized', undefined],
  [said('timeout exceeded when trying to connect'), 'timeout', 'client'],
  [said('Connection terminated due to connection timeout'), 'timeout', 'client'],
  [said('Query read timeout'), 'timeout', 'client'],
  [said('Connection terminated unexpectedly'), 'unreachable', 'client'],
  [said('Client was closed and is not queryable'), 'unreachable', 'client'],
  [said('Client has encountered a connection error and is not queryable'), 'unreachable', 'client'],
])('%s is a failure of the database that tells no value', (error, code, detail) => {
  const failure = failureOf(error) as ServiceError;
  expect(failure).toMatchObject({ name: 'ServiceError', service: 'database', code, detail });
  expect(`${failure.stack} ${JSON.stringify(failure)}`).not.toContain(SECRET);
  expect(failure.message).toMatch(/^The database .*\.$/);
});

test('a bug of ours stays one', () => {
  const bugs = [
    new TypeError('x is undefined'),
    'text',
    undefined,
    new Error('driver has already been destroyed'),
  ];
  for (const bug of bugs) expect(failureOf(bug)).toBe(bug);
});

test('only what is over when others have gone on is tried again, and only a conflict is one', () => {
  const passing = [postgres('40001'), postgres('40P01'), sqlite(5)].map(failureOf);
  const lasting = [postgres('23505'), postgres('57014'), node('ECONNRESET'), sqlite(13), said('x')].map(
    failureOf,
  );
  expect(passing.map(isPassing)).toEqual([true, true, true]);
  expect(lasting.map(isPassing)).toEqual([false, false, false, false, false]);
  expect([...passing, ...lasting].filter((one) => conflictIn(one) !== undefined)).toHaveLength(1);
});
