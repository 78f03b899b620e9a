import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClaims } from '../../../src/fleet/claims.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';

const MINUTE = 60_000;
const LEASE = 5 * MINUTE;
const SLOT = '2026-11-22T03:00:00.000Z';
const NEXT = '2026-11-22T03:30:00.000Z';
const DUE = { cloud: 'prod', channel: 'C1', slot: SLOT };
const MESSAGE = { channel: 'C1', ts: '1.2' };
const PICTURE = { file: 'F1', alt: 'Bars.' };

describe.each(DATABASES)('claims on $name', ({ missing, create }) => {
  describe.skipIf(missing)('of several replicas', () => {
    let database: TestDatabase;
    let store: Store;
    let now: number;
    const replica = (owner: string) => createClaims({ store, clock: () => new Date(now), owner });

    beforeEach(async () => {
      database = await create();
      store = await openStore(database.options);
      now = Date.parse('2026-11-22T03:00:10.000Z');
    });
    afterEach(async () => {
      await store.close();
      await database.drop();
    });

    test('a sweep is one replica’s, once in its slot, and other clouds are swept beside it', async () => {
      const [one, two] = [replica('p1'), replica('p2')];
      const both = await Promise.all([one.sweep('prod', SLOT, LEASE), two.sweep('prod', SLOT, LEASE)]);
      expect(both.filter(Boolean)).toHaveLength(1);
      expect(await two.sweep('lab', SLOT, LEASE)).toBe(true);
      const winner = both[0] ? one : two;
      await winner.swept('prod', SLOT);
      expect(await one.sweep('prod', SLOT, LEASE)).toBe(false);
      expect(await two.sweep('prod', NEXT, LEASE)).toBe(true);
    });

    test('what a dead replica began is taken over when its lease has run out, and its late end changes nothing', async () => {
      const [dead, heir] = [replica('p1'), replica('p2')];
      expect(await dead.sweep('prod', SLOT, LEASE)).toBe(true);
      now += LEASE - 1;
      expect(await heir.sweep('prod', SLOT, LEASE)).toBe(false);
      now += 1;
      expect(await heir.sweep('prod', SLOT, LEASE)).toBe(true);
      await dead.swept('prod', NEXT);
      await heir.swept('prod', SLOT);
      expect(await dead.sweep('prod', NEXT, LEASE)).toBe(true);
    });

    test('a digest is posted by one, and never again once it is on record', async () => {
      const [one, two] = [replica('p1'), replica('p2')];
      const both = await Promise.all([one.digest(DUE, LEASE), two.digest(DUE, LEASE)]);
      expect(both.filter(({ kind }) => kind === 'taken')).toEqual([{ kind: 'taken', before: null }]);
      expect(await one.posted(DUE, MESSAGE, LEASE)).toBe(true);
      await one.digested(DUE, true);
      now += 24 * 60 * MINUTE;
      expect(await two.digest(DUE, LEASE)).toEqual({ kind: 'not-ours' });
      expect(await two.digest({ ...DUE, channel: 'C2' }, LEASE)).toEqual({ kind: 'taken', before: null });
    });

    test('a digest whose post nobody has recorded is doubted by whoever takes it over', async () => {
      await replica('p1').digest(DUE, LEASE);
      now += LEASE;
      const heirs = await Promise.all(['p2', 'p3'].map((name) => replica(name).digest(DUE, LEASE)));
      expect(heirs.filter(({ kind }) => kind === 'taken')).toEqual([
        { kind: 'taken', before: { message: null, picture: null } },
      ]);
    });

    test('a digest without its picture is taken over with what is known of it, and the late owner is told', async () => {
      const [dead, heir] = [replica('p1'), replica('p2')];
      await dead.digest(DUE, LEASE);
      now += LEASE - 1;
      expect(await dead.posted(DUE, MESSAGE, LEASE)).toBe(true);
      expect(await dead.sharing(DUE, PICTURE)).toBe(true);
      now += LEASE - 1;
      expect(await heir.digest(DUE, LEASE)).toEqual({ kind: 'not-ours' });
      now += 1;
      const before = { message: MESSAGE, picture: PICTURE };
      expect(await heir.digest(DUE, LEASE)).toEqual({ kind: 'taken', before });
      expect(await dead.posted(DUE, MESSAGE, LEASE)).toBe(false);
      expect(await dead.sharing(DUE, { ...PICTURE, file: 'F2' })).toBe(false);
      await dead.digested(DUE, false);
      now += LEASE;
      expect(await dead.digest(DUE, LEASE)).toEqual({ kind: 'taken', before });
      await dead.digested(DUE, false);
      now += LEASE;
      expect(await heir.digest(DUE, LEASE)).toEqual({ kind: 'not-ours' });
      expect(await store.db.selectFrom('digests').select('picture').execute()).toEqual([{ picture: null }]);
    });

    test('old digests are forgotten', async () => {
      const claims = replica('p1');
      await claims.digest(DUE, LEASE);
      await claims.digest({ ...DUE, slot: NEXT }, LEASE);
      await claims.prune(NEXT);
      const rows = await store.db.selectFrom('digests').select('slot').execute();
      expect(rows).toEqual([{ slot: NEXT }]);
    });
  });
});
