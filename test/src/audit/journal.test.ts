import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { append, query } from '../../../src/audit/journal.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';
import { draft } from './drafts.ts';

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
  });
});
