import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { createQuestions, LEASE_MS, TTL_MS } from '../../../src/store/questions.ts';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';

describe.each(DATABASES)('questions on $name', ({ missing, create }) => {
  const BEGAN = Date.parse('2026-11-30T03:10:00Z');
  let database: TestDatabase;
  let stores: readonly [Store, Store];
  const at = { ms: BEGAN };
  const clock = () => new Date(at.ms);
  const replicas = () => {
    const [one, two] = stores;
    return [
      createQuestions({ store: one, clock, owner: 'one' }),
      createQuestions({ store: two, clock, owner: 'two' }),
    ] as const;
  };
  const rows = () => stores[0].db.selectFrom('questions').selectAll().orderBy('id').execute();

  beforeEach(async () => {
    if (missing) return;
    at.ms = BEGAN;
    database = await create();
    stores = [await openStore(database.options), await openStore(database.options)];
  });
  afterEach(async () => {
    if (missing) return;
    await Promise.all(stores.map((store) => store.close()));
    await database.drop();
  });

  it.skipIf(missing)('of all who hear one at once, one keeps it, and it is known afterwards', async () => {
    const [one, two] = replicas();
    const ids = Array.from({ length: 20 }, (_, id) => `Ev${id}`);
    const kept = await Promise.all(ids.flatMap((id) => [one.keep(id, '{}'), two.keep(id, '{}')]));
    expect(kept.filter(Boolean)).toHaveLength(ids.length);
    await Promise.all([one.answered(ids), two.answered(ids)]);
    expect((await rows()).filter(({ body }) => body !== null)).toEqual([]);
    expect(await two.keep('Ev1', '{}')).toBe(false);
    at.ms += TTL_MS - 1;
    expect(await two.takeOver(5)).toEqual([]);
    expect(await replicas()[0].keep('Ev1', '{}')).toBe(false);
    at.ms += 2;
    expect(await replicas()[0].keep('Ev1', '{}')).toBe(true);
    expect(await rows()).toHaveLength(1);
  });

  it.skipIf(missing)('a question is left alone while whoever has it goes on with it', async () => {
    const [one, two] = replicas();
    await one.keep('Ev1', '{}');
    for (let time = 0; time < 4; time += 1) {
      at.ms += LEASE_MS - 1;
      expect(await two.takeOver(5)).toEqual([]);
      expect(await one.renew(['Ev1', 'Ev2'])).toEqual(['Ev1']);
    }
    at.ms += LEASE_MS;
    expect(await two.takeOver(5)).toEqual([
      { id: 'Ev1', body: '{}', tries: 2, at: new Date(BEGAN).toISOString() },
    ]);
  });

  it.skipIf(missing)('of two who want to take one over, one does', async () => {
    const [one, two] = replicas();
    const dead = createQuestions({ store: stores[0], clock, owner: 'dead' });
    for (let id = 0; id < 12; id += 1) await dead.keep(`Ev${id}`, '{}');
    at.ms += LEASE_MS;
    const taken = (await Promise.all([one.takeOver(12), two.takeOver(12)])).flat().map(({ id }) => id);
    expect(taken).toHaveLength(12);
    expect(new Set(taken).size).toBe(12);
  });

  it.skipIf(missing)('takes no more than it is told to, the oldest first', async () => {
    const [one, two] = replicas();
    for (const id of ['Ev9', 'Ev1', 'Ev5']) {
      await one.keep(id, '{}');
      at.ms += 1;
    }
    at.ms += LEASE_MS;
    expect((await two.takeOver(2)).map(({ id }) => id)).toEqual(['Ev9', 'Ev1']);
  });

  it.skipIf(missing)('who has lost one can neither go on with it, nor end it, nor leave it', async () => {
    const [one, two] = replicas();
    await one.keep('Ev1', '{}');
    at.ms += LEASE_MS;
    await two.takeOver(1);
    expect(await one.renew(['Ev1'])).toEqual([]);
    await one.answered(['Ev1']);
    await one.leave(['Ev1']);
    expect(await rows()).toMatchObject([{ id: 'Ev1', owner: 'two', tries: 2 }]);
    expect(await one.takeOver(1)).toEqual([]);
  });

  it.skipIf(missing)('what is left is taken over at once, and that it was begun does not count', async () => {
    const [one, two] = replicas();
    await one.keep('Ev1', '{}');
    await one.leave(['Ev1']);
    expect(await two.takeOver(1)).toMatchObject([{ id: 'Ev1', tries: 1 }]);
  });

  it.skipIf(missing)('a clock that was set back by an hour keeps nothing from being taken over', async () => {
    const [one, two] = replicas();
    await one.keep('Ev1', '{}');
    at.ms -= 3_600_000;
    expect(await two.takeOver(1)).toMatchObject([{ id: 'Ev1' }]);
  });
});
