import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countsOf } from '../../../src/store/counts.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import type { ApprovalsTable } from '../../../src/store/schema.ts';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';

const AT = '2026-11-30T03:10:00.000Z';
const approval = (id: string, state: string, ended_at: string | null): ApprovalsTable => ({
  id,
  version: 1,
  state,
  target: `prod node ${id}`,
  cloud: 'prod',
  remediation: 'abort',
  node: null,
  requester: 'U1',
  requested_at: AT,
  expires_at: AT,
  started_at: null,
  ended_at,
  lease_owner: null,
  lease_until: null,
  drawn_version: 1,
  draw_until: null,
  message: null,
  record: '{}',
});

describe.each(DATABASES)('counts on $name', ({ missing, create }) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    if (missing) return;
    database = await create();
    store = await openStore(database.options);
  });
  afterEach(async () => {
    if (missing) return;
    await store.close();
    await database.drop();
  });

  it.skipIf(missing)('nothing is nothing', async () => {
    const counts = countsOf(store);
    expect([await counts.approvals(), await counts.journal(), await counts.stories()]).toEqual([{}, 0, {}]);
    await counts.answers();
  });

  it.skipIf(missing)('what is over is not counted', async () => {
    const rows = [
      approval('a', 'waiting', null),
      approval('b', 'waiting', null),
      approval('c', 'running', null),
      approval('d', 'succeeded', AT),
    ];
    await store.db.insertInto('approvals').values(rows).execute();
    await store.db.updateTable('journal_head').set({ seq: 7 }).execute();
    const counts = countsOf(store);
    expect(await counts.approvals()).toEqual({ waiting: 2, running: 1 });
    expect(await counts.journal()).toBe(7);
  });

  it.skipIf(missing)('a database that is gone is an error', async () => {
    await store.close();
    await expect(countsOf(store).answers()).rejects.toThrow();
  });
});
