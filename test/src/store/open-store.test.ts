import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ServiceError } from '../../../src/core/errors.ts';
import { failureOf } from '../../../src/store/failures.ts';
import { openStore, type Store, type StoreOptions } from '../../../src/store/open-store.ts';
import { takeTurn } from '../../../src/store/turn.ts';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';

const freeze = (reason: string) => ({ id: 1, by: 'U1', at: '2026-11-22T03:14:31.000Z', reason });

describe.each(DATABASES)('store on $name', ({ kind, missing, create }) => {
  describe.skipIf(missing)('opened', () => {
    let database: TestDatabase;
    let stores: Store[];
    const open = async (options: Partial<StoreOptions> = {}) => {
      const store = await openStore({ ...database.options, ...options });
      stores.push(store);
      return store;
    };
    beforeEach(async () => {
      database = await create();
      stores = [];
    });
    afterEach(async () => {
      for (const store of stores) await store.close();
      await database.drop();
    });

    test('by several at once, the tables are made once and kept', async () => {
      const [first, second] = await Promise.all([open(), open(), open()]);
      await first?.db.insertInto('freezes').values(freeze('core switch')).execute();
      expect(await second?.db.selectFrom('freezes').select('reason').execute()).toEqual([
        { reason: 'core switch' },
      ]);
      expect(await (await open()).db.selectFrom('freezes').selectAll().execute()).toHaveLength(1);
    });

    test('a database of a newer release is left alone', async () => {
      const store = await open();
      await sql`insert into ironic_oncall_migrations (name, at) values ('9999-later', '')`.execute(store.db);
      for (const readOnly of [false, true])
        await expect(open({ readOnly })).rejects.toMatchObject({
          code: 'config',
          message: expect.stringContaining('newer release'),
        });
    });

    test('who only reads makes no tables, and says so', async () => {
      if (database.options.file) writeFileSync(database.options.file, '');
      await expect(open({ readOnly: true })).rejects.toMatchObject({
        code: 'config',
        message: expect.stringContaining('has no journal'),
      });
      const store = await open();
      expect(await (await open({ readOnly: true })).db.selectFrom('freezes').selectAll().execute()).toEqual(
        [],
      );
      await sql`delete from ironic_oncall_migrations`.execute(store.db);
      await expect(open({ readOnly: true })).rejects.toThrow('older release');
    });

    test('a transaction is kept as a whole or not at all', async () => {
      const store = await open();
      const failed = store.transaction(async (trx) => {
        await trx.insertInto('freezes').values(freeze('a')).execute();
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      expect(await store.db.selectFrom('freezes').selectAll().execute()).toEqual([]);
      const kept = await store.transaction(async (trx) => {
        await trx.insertInto('freezes').values(freeze('b')).execute();
        return 'kept';
      });
      expect(kept).toBe('kept');
      expect(await store.snapshot((trx) => trx.selectFrom('freezes').select('reason').execute())).toEqual([
        { reason: 'b' },
      ]);
    });

    test('who passes others in a transaction hears of it at once, and afterwards may', async () => {
      const store = await open();
      let later: Promise<unknown> = Promise.resolve();
      await store.transaction(async (trx) => {
        await takeTurn(trx);
        await expect(store.db.selectFrom('freezes').selectAll().execute()).rejects.toThrow('trx');
        await expect(store.transaction(async () => 1)).rejects.toThrow('trx');
        await expect(store.snapshot(async () => 1)).rejects.toThrow('trx');
        later = new Promise((resolve) => setImmediate(resolve)).then(() =>
          store.db.selectFrom('freezes').selectAll().execute(),
        );
      });
      await expect(later).resolves.toEqual([]);
    });

    test('a transaction that was in the way of others is run again, a few times', async () => {
      const waits: number[] = [];
      const store = await open({ pause: async (ms) => waits.push(ms) });
      const passing = failureOf(Object.assign(new Error('x'), { code: '40001', severity: 'ERROR' }));
      let runs = 0;
      const done = store.transaction(async (trx) => {
        runs += 1;
        await trx
          .insertInto('freezes')
          .values(freeze(`run ${runs}`))
          .execute();
        if (runs < 3) throw passing;
      });
      await done;
      expect({ runs, waits: waits.length }).toEqual({ runs: 3, waits: 2 });
      expect(await store.db.selectFrom('freezes').select('reason').execute()).toEqual([{ reason: 'run 3' }]);
      await expect(store.transaction(() => Promise.reject(passing))).rejects.toMatchObject({
        code: 'timeout',
      });
      expect(waits).toHaveLength(6);
    });

    test('what is read after taking a turn stays true until the end, whoever else writes', async () => {
      const [one, other] = [await open(), await open()];
      const add = (store: Store) =>
        store.transaction(async (trx) => {
          await takeTurn(trx);
          const there = await trx.selectFrom('offers').select('id').execute();
          await trx
            .insertInto('offers')
            .values({ id: `o${there.length}`, until: '', taken_by: null, record: '{}' })
            .execute();
        });
      await Promise.all(Array.from({ length: 20 }, (_, at) => add(at % 2 ? one : other)));
      expect(await one.db.selectFrom('offers').select('id').execute()).toHaveLength(20);
    });

    test('a failure says what the database is, never what was asked of it', async () => {
      const store = await open();
      const secret = 'hunter2hunter2';
      const failures = await Promise.all([
        sql`select * from nowhere where name = ${secret}`.execute(store.db).catch((error: unknown) => error),
        sql`select cast(${secret} as integer) + nope`.execute(store.db).catch((error: unknown) => error),
        store.db
          .insertInto('freezes')
          .values([freeze(secret), freeze(secret)])
          .execute()
          .catch((error: unknown) => error),
      ]);
      for (const failure of failures as ServiceError[]) {
        expect(failure).toMatchObject({ name: 'ServiceError', service: 'database' });
        expect(`${failure.stack} ${JSON.stringify(failure)}`).not.toContain(secret);
      }
      expect(failures[2]).toMatchObject({ code: 'conflict', detail: 'freezes' });
    });

    test.runIf(kind === 'sqlite')('a file is its owner’s alone, and survives a loss of power', async () => {
      const store = await open();
      const file = database.options.file ?? '';
      await store.db.insertInto('freezes').values(freeze('x')).execute();
      for (const suffix of ['', '-wal', '-shm']) expect(statSync(file + suffix).mode & 0o777).toBe(0o600);
      const pragma = async (name: string) =>
        Object.values((await sql<object>`pragma ${sql.raw(name)}`.execute(store.db)).rows[0] ?? {});
      expect(await pragma('journal_mode')).toEqual(['wal']);
      expect(await pragma('synchronous')).toEqual([2]);
    });

    test.runIf(kind === 'sqlite')('a file that cannot be one says what to do', async () => {
      const folder = join(database.options.file ?? '', '..');
      mkdirSync(join(folder, 'directory'));
      writeFileSync(join(folder, 'text'), 'not a database, but long enough to be looked at'.repeat(10));
      const wrong = {
        'nowhere/store.sqlite': 'nowhere, which does not exist',
        directory: 'is a directory',
        text: 'is no SQLite database',
      };
      for (const [name, words] of Object.entries(wrong))
        await expect(open({ file: join(folder, name) })).rejects.toMatchObject({
          code: 'config',
          message: expect.stringContaining(words),
        });
      await expect(open({ readOnly: true })).rejects.toThrow('does not exist');
      await expect(openStore({})).rejects.toThrow('DATABASE_URL');
    });

    test.runIf(kind === 'sqlite')('waits for another process’ lock without stopping this one', async () => {
      const other = new DatabaseSync(database.options.file ?? '');
      let waits = 0;
      const store = await open({
        pause: async () => {
          waits += 1;
          if (waits === 3) other.exec('rollback');
        },
      });
      other.exec('begin immediate');
      await store.db.insertInto('freezes').values(freeze('after')).execute();
      expect(waits).toBe(3);
      other.close();
    });

    test.runIf(kind === 'postgres')('outlives a server that ends its connections', async () => {
      const lost: unknown[] = [];
      const store = await open({ lost: (error) => lost.push(error) });
      const other = await open();
      const end = (pid: number) => sql`select pg_terminate_backend(${pid})`.execute(other.db);
      const mine = sql<{ pid: number }>`select pg_backend_pid() as pid`;
      const cut = store.transaction(async (trx) => {
        await end((await mine.execute(trx)).rows[0]?.pid ?? 0);
        await takeTurn(trx);
      });
      await expect(cut).rejects.toMatchObject({ code: 'unreachable', service: 'database' });
      const idle = (await mine.execute(store.db)).rows[0]?.pid ?? 0;
      await end(idle);
      await expect.poll(() => lost).toMatchObject([{ code: 'unreachable' }]);
      expect((await mine.execute(store.db)).rows[0]?.pid).not.toBe(idle);
    });

    test.runIf(kind === 'postgres')('waits for the disk, also where the server would not', async () => {
      const url = new URL(database.options.url ?? '');
      url.searchParams.set('options', `${url.searchParams.get('options')} -c synchronous_commit=off`);
      const store = await open({ url: url.href });
      const setting = sql`select current_setting('synchronous_commit') as value`;
      expect((await setting.execute(store.db)).rows).toEqual([{ value: 'on' }]);
    });

    test.runIf(kind === 'postgres')('deadlocks end in both having their way', async () => {
      const store = await open();
      await store.db.insertInto('freezes').values(freeze('')).execute();
      let met = 0;
      const meeting = Promise.withResolvers<void>();
      const meet = () => {
        met += 1;
        if (met >= 2) meeting.resolve();
        return meeting.promise;
      };
      const lock = {
        head: takeTurn,
        freeze: (trx: Parameters<typeof takeTurn>[0]) =>
          trx.updateTable('freezes').set({ by: 'U2' }).execute(),
      };
      const both = (order: readonly (keyof typeof lock)[]) =>
        store.transaction(async (trx) => {
          await sql`set local deadlock_timeout = '20ms'`.execute(trx);
          for (const name of order) {
            await lock[name](trx);
            await meet();
          }
        });
      await Promise.all([both(['head', 'freeze']), both(['freeze', 'head'])]);
      expect(met).toBeGreaterThan(4);
    });

    test.runIf(kind === 'postgres')(
      'an address that leads nowhere is told without its password',
      async () => {
        const url = new URL(database.options.url ?? '');
        url.password = 'hunter2hunter2';
        const wrong = [
          ['config', 'database named', url.href.replace('/postgres', '/nowhere')],
          ['unreachable', 'ECONNREFUSED', url.href.replace(/:\d+\//, ':1/')],
          ['config', 'no address', url.href.replace('postgres:', 'mysql:')],
          ['config', 'no address', `postgres://u:hunter2hunter2@[/x`],
        ] as const;
        for (const [code, words, bad] of wrong) {
          const failure = (await openStore({ url: bad }).catch((error: unknown) => error)) as ServiceError;
          expect(failure).toMatchObject({ code });
          expect(`${failure.message} ${failure.detail}`).toContain(
            code === 'config' && words === 'database named' ? 'DATABASE_URL does not exist' : words,
          );
          expect(`${failure.stack} ${JSON.stringify(failure)}`).not.toContain('hunter2');
        }
      },
    );
  });
});

test('a file that was moved away is written no more, not even the end of what was begun, and again when it is back', async () => {
  const [sqlite] = DATABASES;
  const database = await sqlite?.create();
  const file = database?.options.file ?? '';
  const store = await openStore({ file });
  const away = () => renameSync(file, `${file}.away`);
  const back = () => renameSync(`${file}.away`, file);
  const reasons = async () =>
    (await store.db.selectFrom('freezes').select('reason').execute()).map(({ reason }) => reason);
  const gone = { code: 'unreachable', message: expect.stringContaining('is not where it was') };
  try {
    away();
    await expect(store.db.insertInto('freezes').values(freeze('a')).execute()).rejects.toMatchObject(gone);
    await expect(store.transaction(async () => undefined)).rejects.toMatchObject(gone);
    back();
    const begun = store.transaction(async (trx) => {
      await trx.insertInto('freezes').values(freeze('b')).execute();
      away();
    });
    await expect(begun).rejects.toMatchObject(gone);
    // Another one in its place is not ours.
    writeFileSync(file, '');
    await expect(reasons()).rejects.toMatchObject(gone);
    rmSync(file);
    back();
    expect(await reasons()).toEqual([]);
    await store.db.insertInto('freezes').values(freeze('c')).execute();
    expect(await reasons()).toEqual(['c']);
  } finally {
    await store.close();
    await database?.drop();
  }
});

test('in memory there is one, too', async () => {
  const store = await openStore({ file: ':memory:' });
  expect(await store.transaction(takeTurn)).toEqual({ seq: 0, hash: '0'.repeat(64) });
  await store.close();
});
