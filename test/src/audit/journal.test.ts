import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { append, query } from '../../../src/audit/journal.ts';
import { verifyJournal } from '../../../src/audit/verify.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';
import { draft } from './drafts.ts';

const APPEND_MANY = fileURLToPath(new URL('append-many.ts', import.meta.url));

function replica({ options }: TestDatabase, count: number): Promise<unknown> {
  return promisify(execFile)(process.execPath, [APPEND_MANY, JSON.stringify(options), `${count}`]);
}

describe.each(DATABASES)('$name', ({ missing, create }) => {
  describe.skipIf(missing)('journal', () => {
    let database: TestDatabase;
    let store: Store;
    beforeEach(async () => {
      database = await create();
      store = await openStore(database.options);
    });
    afterEach(async () => {
      await store.close();
      await database.drop();
    });
    const write = (changes: Parameters<typeof draft>[0] = {}) =>
      store.transaction((trx) => append(trx, draft(changes)));

    test('numbers entries without a gap and chains them by hash', async () => {
      const first = await write();
      const second = await write({ kind: 'approved', actor: 'U2' });
      expect(first.seq).toBe(1);
      expect(first.previous).toBe('0'.repeat(64));
      expect(second).toMatchObject({ seq: 2, previous: first.hash, kind: 'approved' });
      expect(await store.db.selectFrom('journal_head').selectAll().execute()).toEqual([
        { id: 1, seq: 2, hash: second.hash },
      ]);
      expect(await query(store.db, {})).toEqual([second, first]);
    });

    test('an entry goes with the transaction that wrote it, and leaves no gap', async () => {
      await write();
      const failed = store.transaction(async (trx) => {
        await append(trx, draft());
        throw new Error('changed its mind');
      });
      await expect(failed).rejects.toThrow('changed its mind');
      expect((await write()).seq).toBe(2);
    });

    test('writers of several processes, each with several connections, make one chain', async () => {
      const others = [1, 2].map(() => replica(database, 20));
      const second = await openStore(database.options);
      const mine = Array.from({ length: 15 }, async (_, at) => {
        const on = at % 2 ? store : second;
        return await on.transaction(async (trx) => {
          const entry = await append(trx, draft({ words: 'here' }));
          if (at % 5 === 0) throw new Error('changed its mind');
          return entry;
        });
      });
      const kept = (await Promise.allSettled(mine)).filter(({ status }) => status === 'fulfilled');
      await Promise.all(others);
      await second.close();
      expect(kept).toHaveLength(12);
      expect(await verifyJournal(store)).toMatchObject({ intact: true, entries: 52, faults: [] });
    }, 120_000);

    test('where the head is gone, nothing is recorded, and the words say so', async () => {
      await store.db.deleteFrom('journal_head').execute();
      await expect(write()).rejects.toMatchObject({ code: 'bad-answer', service: 'database' });
    });
  });
});
