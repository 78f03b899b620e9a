import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEventLog } from '../../../src/store/event-log.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';

describe.each(DATABASES)('events on $name', ({ missing, create }) => {
  let database: TestDatabase;
  let stores: readonly [Store, Store];
  const at = { ms: Date.parse('2026-11-30T03:10:00Z') };
  const clock = () => new Date(at.ms);
  const onFailure = vi.fn();
  const logOf = (store: Store, ttlMs?: number) =>
    createEventLog({ store, clock, onFailure, ...(ttlMs === undefined ? {} : { ttlMs }) });

  beforeEach(async () => {
    if (missing) return;
    onFailure.mockClear();
    database = await create();
    stores = [await openStore(database.options), await openStore(database.options)];
  });
  afterEach(async () => {
    if (missing) return;
    await Promise.all(stores.map((store) => store.close()));
    await database.drop();
  });

  it.skipIf(missing)('of all who ask about one at once, one hears that it is new', async () => {
    const logs = [logOf(stores[0]), logOf(stores[1])];
    const ids = Array.from({ length: 50 }, (_, event) => `Ev${event}`);
    const heard = await Promise.all(
      ids.flatMap((id) => logs.map(async (log) => [id, await log.seen(id)] as const)),
    );
    for (const id of ids) expect(heard.filter(([one, seen]) => one === id && !seen)).toHaveLength(1);
  });

  it.skipIf(missing)('who starts anew still knows it, and after a while nobody does', async () => {
    expect(await logOf(stores[0], 60_000).seen('Ev1')).toBe(false);
    expect(await logOf(stores[1], 60_000).seen('Ev1')).toBe(true);
    at.ms += 61_000;
    expect(await logOf(stores[0], 60_000).seen('Ev1')).toBe(false);
  });

  it.skipIf(missing)('a database that thinks about it for long makes it new', async () => {
    const { db, ...rest } = stores[0];
    const insertInto = () => {
      throw new Error('not reached');
    };
    const deleteFrom = () => ({ where: () => ({ execute: () => new Promise(() => undefined) }) });
    const store = { ...rest, db: { insertInto, deleteFrom } as unknown as typeof db };
    const log = createEventLog({ store, clock: () => new Date(), onFailure, patienceMs: 1 });
    expect(await log.seen('Ev1')).toBe(false);
    expect(onFailure).toHaveBeenCalledWith(expect.objectContaining({ code: 'timeout', service: 'database' }));
  });

  it.skipIf(missing)('a database that is gone makes it new', async () => {
    const log = logOf(stores[0]);
    await stores[0].close();
    expect(await log.seen('Ev1')).toBe(false);
    expect(onFailure).toHaveBeenCalled();
  });
});
