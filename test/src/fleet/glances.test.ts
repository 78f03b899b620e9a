import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { glanceOf } from '../../../src/core/fleet-glance.ts';
import type { LastSweep } from '../../../src/core/last-sweep.ts';
import { createClaims } from '../../../src/fleet/claims.ts';
import { createGlances, type Glances } from '../../../src/fleet/glances.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';
import { groupOf, reportWith } from '../../support/fleet.ts';

const MINUTE = 60_000;
const sweepOf = (cloud: string, at: string, more: Partial<LastSweep> = {}): LastSweep => ({
  cloud,
  at,
  glance: { ...glanceOf(reportWith([groupOf('ipmi-unreachable', 2)])), cloud },
  failed: null,
  contacts: [],
  ...more,
});

describe.each(DATABASES)('glances on $name', ({ missing, create }) => {
  describe.skipIf(missing)('of the fleets', () => {
    let database: TestDatabase;
    let store: Store;
    let glances: Glances;
    beforeEach(async () => {
      database = await create();
      store = await openStore(database.options);
      glances = createGlances(store);
    });
    afterEach(async () => {
      await store.close();
      await database.drop();
    });

    test('are those of the last sweep, in the order of the clouds', async () => {
      expect(await glances.newest()).toBeUndefined();
      await glances.keep(sweepOf('lab', '2026-11-22T03:00:00.000Z'));
      await glances.keep(sweepOf('prod', '2026-11-22T03:00:01.000Z'));
      const failed = { since: '2026-11-22T03:30:00.000Z', words: 'Ironic cannot be reached' };
      const newest = sweepOf('lab', '2026-11-22T03:30:00.000Z', { failed });
      await glances.keep(newest);
      expect(await glances.of('lab')).toEqual(newest);
      expect((await glances.all(['prod', 'away', 'lab'])).map(({ cloud }) => cloud)).toEqual(['prod', 'lab']);
      expect(await glances.all([])).toEqual([]);
      expect(await glances.newest()).toBe('2026-11-22T03:30:00.000Z');
    });

    test('have the newest picture of each cloud that is surely below its digest', async () => {
      let now = Date.parse('2026-11-22T08:00:00.000Z');
      const claims = createClaims({ store, clock: () => new Date(now), owner: 'p1' });
      async function digest(cloud: string, slot: string, file: string | null, done = true, channel = 'C1') {
        const due = { cloud, channel, slot };
        await claims.digest(due, MINUTE);
        await claims.posted(due, { channel, ts: '1.2' }, MINUTE);
        if (file) await claims.sharing(due, { file, alt: 'Bars.' });
        if (done) await claims.digested(due, file !== null);
        now += MINUTE;
      }
      await digest('prod', '2026-11-20T08:00:00.000Z', 'F1');
      await digest('prod', '2026-11-21T08:00:00.000Z', 'F2');
      await digest('prod', '2026-11-22T08:00:00.000Z', null);
      await digest('lab', '2026-11-21T08:00:00.000Z', 'F3');
      await digest('lab', '2026-11-22T08:00:00.000Z', 'F4', false);
      // The channel was another one until this morning.
      await digest('lab', '2026-11-21T08:00:00.000Z', 'F5', false, 'C2');
      await digest('prod', '2026-11-21T08:00:00.000Z', null, true, 'C2');
      const found = await glances.pictures(['prod', 'lab', 'away']);
      expect(found.map(({ cloud, file }) => [cloud, file]).toSorted()).toEqual([
        ['lab', 'F3'],
        ['prod', 'F2'],
      ]);
      expect(found[0]).toMatchObject({ slot: '2026-11-21T08:00:00.000Z', alt: 'Bars.' });
      expect(await glances.pictures([])).toEqual([]);
    });
  });
});
