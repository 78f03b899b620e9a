import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conflictIn } from '../../../src/store/failures.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import type { ApprovalsTable, Tables } from '../../../src/store/schema.ts';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';

const AT = '2026-11-22T03:14:31.000Z';
const approval = {
  id: 'a1',
  version: 1,
  state: 'waiting',
  target: 'prod node n1',
  cloud: 'prod',
  remediation: 'abort',
  node: 'n1',
  requester: 'U1',
  requested_at: AT,
  expires_at: AT,
  started_at: AT,
  ended_at: AT,
  lease_owner: 'p1',
  lease_until: AT,
  drawn_version: 0,
  draw_until: AT,
  message: '{}',
  record: '{"name":"node-17 \\u0000 \\ud83d\\ude00"}',
} satisfies ApprovalsTable;

/** One row of each table with all that the types say; the compiler asks for a new column here, and the test for its migration. */
const ROWS: { readonly [T in keyof Tables]: Tables[T] } = {
  offers: { id: 'o1', until: AT, taken_by: 'a1', record: '{}' },
  approvals: approval,
  journal: {
    seq: 1,
    at: AT,
    kind: 'requested',
    actor: 'U1',
    requester: 'U1',
    approval: 'a1',
    node: 'n1',
    name: 'node-17',
    entry: '{"words":"größer 😀"}',
    previous: '0'.repeat(64),
    hash: 'f'.repeat(64),
  },
  journal_head: { id: 1, seq: 1, hash: 'f'.repeat(64) },
  freezes: { id: 1, by: 'U1', at: AT, reason: 'core switch' },
  copies: { channel: 'C1', seq: 1, head_seq: 0, head_at: AT, lease_owner: 'p1', lease_until: AT },
};

describe.each(DATABASES)('tables on $name', ({ missing, create }) => {
  describe.skipIf(missing)('once migrated', () => {
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

    test.each(Object.keys(ROWS) as (keyof Tables)[])('%s keeps what its type says', async (table) => {
      const { db } = store;
      await db.deleteFrom(table).execute();
      await db.insertInto(table).values(ROWS[table]).execute();
      expect(await db.selectFrom(table).selectAll().execute()).toEqual([ROWS[table]]);
    });

    test.each(['checking', 'running', 'verifying'])(
      'a second holder of a target in %s is refused, told apart from all else',
      async (state) => {
        const add = (changes: Partial<ApprovalsTable>) =>
          store.db
            .insertInto('approvals')
            .values({ ...approval, ...changes })
            .execute();
        await add({ id: 'a1', state });
        await add({ id: 'a2', state: 'waiting' });
        await add({ id: 'a3', state: 'succeeded' });
        await add({ id: 'a4', state, target: 'lab node n1' });
        const refused = await add({ id: 'a5', state: 'checking' }).catch((error: unknown) => error);
        expect(conflictIn(refused)).toBe('approvals');
        expect(conflictIn(new Error('another'))).toBeUndefined();
      },
    );

    test('a text is not taken for a number, nor a second head or freeze for the first', async () => {
      const wrong = { ...ROWS.copies, seq: 'seven' as unknown as number };
      await expect(store.db.insertInto('copies').values(wrong).execute()).rejects.toThrow('The database');
      for (const table of ['journal_head', 'freezes'] as const)
        await expect(
          store.db
            .insertInto(table)
            .values({ ...ROWS[table], id: 2 })
            .execute(),
        ).rejects.toThrow('refuses');
    });
  });
});
