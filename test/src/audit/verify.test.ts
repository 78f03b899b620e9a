import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Head } from '../../../src/audit/fault.ts';
import { append } from '../../../src/audit/journal.ts';
import { verifyJournal } from '../../../src/audit/verify.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import type { JournalTable } from '../../../src/store/schema.ts';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';
import { manyDrafts } from './drafts.ts';
import { cutOff, rewrite, sorted, WAYS } from './tampering.ts';

const ENTRIES = 200;

describe.each(DATABASES)('journal on $name', ({ missing, create }) => {
  describe.skipIf(missing)('is held against itself and against heads that others keep', () => {
    let database: TestDatabase;
    let store: Store;
    let rows: readonly JournalTable[];
    let head: Head;

    beforeAll(async () => {
      database = await create();
      store = await openStore(database.options);
      for (const one of manyDrafts(ENTRIES)) await store.transaction((trx) => append(trx, one));
      rows = await store.db.selectFrom('journal').selectAll().orderBy('seq').execute();
      head = { seq: ENTRIES, hash: rows.at(-1)?.hash ?? '' };
    }, 60_000);
    afterAll(async () => {
      await store.close();
      await database.drop();
    });

    async function write(table: readonly JournalTable[], last: Head | null = head): Promise<void> {
      await store.transaction(async (trx) => {
        await trx.deleteFrom('journal').execute();
        if (table.length > 0)
          await trx
            .insertInto('journal')
            .values([...table])
            .execute();
        await trx.deleteFrom('journal_head').execute();
        if (last)
          await trx
            .insertInto('journal_head')
            .values({ id: 1, ...last })
            .execute();
      });
    }

    test('a journal that nobody has touched is intact, also for who kept its heads', async () => {
      await write(rows);
      const kept = [1, 77, ENTRIES].map((seq) => ({ seq, hash: rows[seq - 1]?.hash ?? '' }));
      const expected = { intact: true, entries: ENTRIES, last: head, faults: [], more: 0 };
      expect(await verifyJournal(store)).toEqual(expected);
      expect(await verifyJournal(store, kept)).toEqual(expected);
    });

    test('so is one that is empty, unless somebody has seen an entry in it', async () => {
      const start = { seq: 0, hash: '0'.repeat(64) };
      await write([], start);
      expect(await verifyJournal(store)).toMatchObject({ intact: true, last: start });
      expect((await verifyJournal(store, [{ seq: 3, hash: 'f'.repeat(64) }])).faults).toEqual([
        { kind: 'cut', from: 1, to: 3 },
      ]);
    });

    test.each(Object.entries(WAYS))('names exactly %s', async (_, way) => {
      await fc.assert(
        fc.asyncProperty(way(rows), async (tampering) => {
          await write(tampering.rows);
          const { intact, faults } = await verifyJournal(store);
          expect(intact).toBe(false);
          expect(sorted(faults)).toEqual(sorted(tampering.faults));
        }),
        { numRuns: 5 },
      );
    });

    test('names the tail that was cut off, by the row of the head', async () => {
      for (const count of [1, 2, 50, ENTRIES]) {
        const { rows: left, faults } = cutOff(rows, count);
        await write(left);
        expect((await verifyJournal(store)).faults).toEqual(faults);
      }
    });

    test('names the tail that was cut off together with the head, by a head that somebody kept', async () => {
      for (const count of [1, 2, 50, ENTRIES - 1]) {
        const { rows: left, faults } = cutOff(rows, count);
        await write(left, { seq: left.length, hash: left.at(-1)?.hash ?? '' });
        expect((await verifyJournal(store)).intact).toBe(true);
        expect((await verifyJournal(store, [head])).faults).toEqual(faults);
      }
    });

    test('tells a tail that was written anew from the one whose head somebody kept, and an older head how far back', async () => {
      const anew: JournalTable[] = rows.slice(0, 150);
      for (const row of rows.slice(150)) anew.push(rewrite(row, anew.at(-1)?.hash));
      await write(anew, { seq: ENTRIES, hash: anew.at(-1)?.hash ?? '' });
      expect((await verifyJournal(store)).intact).toBe(true);
      expect((await verifyJournal(store, [head])).faults).toEqual([{ kind: 'rewritten', seq: ENTRIES }]);
      const older = [149, 150, 151, 170].map((seq) => ({ seq, hash: rows[seq - 1]?.hash ?? '' }));
      expect((await verifyJournal(store, [...older, head])).faults).toEqual(
        [151, 170, ENTRIES].map((seq) => ({ kind: 'rewritten', seq })),
      );
    });

    test('a row of the head that disagrees, or is gone, is told apart from an entry that was changed', async () => {
      const wrong = [
        { ...head, hash: 'f'.repeat(64) },
        { ...head, seq: ENTRIES + 700 },
        { ...head, seq: ENTRIES - 1 },
        { seq: 12, hash: 'f'.repeat(64) },
        null,
      ];
      for (const says of wrong) {
        await write(rows, says);
        expect((await verifyJournal(store)).faults).toEqual([{ kind: 'head', says, last: head }]);
        expect((await verifyJournal(store, [head])).faults).toEqual([{ kind: 'head', says, last: head }]);
      }
    });

    test('several faults are each named', async () => {
      const changed = { ...(rows[99] as JournalTable), actor: 'U-somebody' };
      await write(rows.with(99, changed).toSpliced(149, 2).slice(0, -1));
      expect((await verifyJournal(store)).faults).toEqual([
        { kind: 'changed', seq: 100, columns: ['actor'] },
        { kind: 'missing', from: 150, to: 151 },
        { kind: 'cut', from: ENTRIES, to: ENTRIES },
      ]);
    });
  });
});
