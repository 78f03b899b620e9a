import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FleetPoint } from '../../../src/core/fleet-point.ts';
import { createPoints, type Points } from '../../../src/fleet/points.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 3, minute)).toISOString();
const point = (minute: number, cloud = 'prod'): FleetPoint => ({
  cloud,
  at: at(minute),
  total: 40,
  states: [{ state: 'available', nodes: 40, troubled: 1, held: 0 }],
  causes: [['ipmi-unreachable', 1]],
  nodes: [
    { uuid: 'u1', name: 'größe 😀', cause: 'ipmi-unreachable', provision_state: 'available', since: null },
  ],
});

describe.each(DATABASES)('points on $name', ({ missing, create }) => {
  describe.skipIf(missing)('of two clouds', () => {
    let database: TestDatabase;
    let store: Store;
    let points: Points;

    beforeEach(async () => {
      database = await create();
      store = await openStore(database.options);
      points = createPoints(store);
    });
    afterEach(async () => {
      await store.close();
      await database.drop();
    });

    test('come back as they were kept, the oldest first, each cloud its own', async () => {
      for (const one of [point(2), point(0), point(1), point(1, 'lab')]) await points.add(one);
      expect(await points.since('prod', at(1))).toEqual([point(1), point(2)]);
      expect(await points.before('prod', at(2))).toEqual(point(1));
      expect(await points.before('prod', at(0))).toBeUndefined();
      expect(await points.since('dev', at(0))).toEqual([]);
    });

    test('of one moment are one, and old ones are removed', async () => {
      for (const one of [point(0), { ...point(0), total: 41 }, point(5)]) await points.add(one);
      expect((await points.since('prod', at(0))).map(({ total }) => total)).toEqual([40, 40]);
      await points.prune(at(5));
      expect(await points.since('prod', at(0))).toEqual([point(5)]);
    });

    test('are thinned out for a picture, and the first and the newest stay', async () => {
      const rows = Array.from({ length: 500 }, (_, minute) => {
        const { cloud, at: when } = point(minute);
        return { cloud, at: when, record: JSON.stringify(point(minute)) };
      });
      await store.db.insertInto('fleet_points').values(rows).execute();
      const shown = await points.since('prod', at(0));
      expect(shown).toHaveLength(120);
      expect([shown[0]?.at, shown.at(-1)?.at]).toEqual([at(0), at(499)]);
    });
  });
});
