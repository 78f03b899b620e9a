import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conflictIn } from '../../../src/store/failures.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import type { ApprovalsTable, StoriesTable, StormsTable, Tables } from '../../../src/store/schema.ts';
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

const story = {
  id: 's1',
  version: 1,
  channel: 'C1',
  alert: '1.2',
  delivery: 'group',
  state: 'reading',
  opened_at: AT,
  closed_at: AT,
  heard_at: AT,
  silenced_until: AT,
  storm: 'w1',
  read: 'reading',
  look_at: AT,
  look_wait: 5,
  look_tries: 0,
  look_owner: 'p1',
  look_until: AT,
  drawn_version: 0,
  drawn_once: 0,
  draw_at: AT,
  draw_tries: 0,
  glance: 'reading',
  message: '{}',
  seen: '{}',
  record: '{}',
} satisfies StoriesTable;
const storm = {
  id: 'w1',
  version: 1,
  channel: 'C1',
  opened_at: AT,
  closed_at: null,
  drawn_version: 0,
  drawn_once: 0,
  draw_at: AT,
  draw_tries: 0,
  message: '{}',
  record: '{}',
} satisfies StormsTable;

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
  alert_channels: { channel: 'C1', reached: '1.2' },
  alert_messages: { channel: 'C1', ts: '1.2', revised: '1.3', deleted: 0, keys: '["k"]', heard_at: AT },
  alert_keys: { channel: 'C1', key: 'k', story: 's1', told: '1.2', ended_at: AT, heard_at: AT },
  alert_leases: { what: 'draw C1', owner: 'p1', until: AT },
  stories: story,
  storms: storm,
  fleet_points: { cloud: 'prod', at: AT, record: '{}' },
  fleet_sweeps: { cloud: 'prod', done_slot: AT, lease_owner: 'p1', lease_until: AT },
  fleet_glances: { cloud: 'prod', at: AT, record: '{}' },
  digests: {
    cloud: 'prod',
    channel: 'C1',
    slot: AT,
    lease_owner: 'p1',
    lease_until: AT,
    message: '{}',
    picture: '{"file":"F1","alt":"Bars."}',
  },
  silences: { id: 'x1', target: 'cause healthy', until: AT, record: '{}' },
  events: { id: 'Ev1', at: AT },
  questions: { id: 'Ev1', body: '{}', owner: 'p1', leased_until: AT, tries: 1, at: AT },
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

    test('a message has one story, a group that is sent to us one that is open, a channel one open storm', async () => {
      const add = (changes: Partial<StoriesTable>) =>
        store.db
          .insertInto('stories')
          .values({ ...story, ...changes })
          .execute();
      const refused = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ code: 'conflict' });
      await add({ delivery: null });
      await refused(add({ id: 's2', delivery: null, closed_at: null }));
      await add({ id: 's3', channel: 'C2', delivery: null });
      const group = { alert: null, delivery: 'g' };
      await add({ id: 's4', ...group });
      await add({ id: 's5', ...group, closed_at: null });
      await refused(add({ id: 's6', ...group, closed_at: null }));
      const blow = (id: string, closed_at: string | null) =>
        store.db
          .insertInto('storms')
          .values({ ...storm, id, closed_at })
          .execute();
      await blow('w1', null);
      await blow('w2', AT);
      await refused(blow('w3', null));
    });

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
