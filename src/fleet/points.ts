import type { FleetPoint } from '../core/fleet-point.ts';
import type { Store } from '../store/open-store.ts';
import { parsed } from '../store/parsed.ts';

/** What sweeps have seen, cloud by cloud. Times are ISO 8601 in UTC with milliseconds. */
export interface Points {
  /** The same moment twice is one point. */
  add(point: FleetPoint): Promise<void>;
  /** The newest that is older than `at`. */
  before(cloud: string, at: string): Promise<FleetPoint | undefined>;
  /** From `at` on, the oldest first, thinned out evenly to what a picture can show; the newest is among them. */
  since(cloud: string, at: string): Promise<readonly FleetPoint[]>;
  /** Removes what is older than `at`. */
  prune(at: string): Promise<void>;
}

const MOST_SHOWN = 120;

export function createPoints({ db }: Pick<Store, 'db'>): Points {
  const read = (cloud: string, { record }: { readonly record: string }) =>
    parsed<FleetPoint>('a sweep of', cloud, record);
  return {
    async add(point) {
      const { cloud, at } = point;
      await db
        .insertInto('fleet_points')
        .values({ cloud, at, record: JSON.stringify(point) })
        .onConflict((conflict) => conflict.columns(['cloud', 'at']).doNothing())
        .execute();
    },
    async before(cloud, at) {
      const row = await db
        .selectFrom('fleet_points')
        .select('record')
        .where('cloud', '=', cloud)
        .where('at', '<', at)
        .orderBy('at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && read(cloud, row);
    },
    async since(cloud, at) {
      // Times first: a record of a large fleet in trouble is large, and most are not shown.
      const times = await db
        .selectFrom('fleet_points')
        .select('at')
        .where('cloud', '=', cloud)
        .where('at', '>=', at)
        .orderBy('at')
        .execute();
      const wanted = thinned(times.map((row) => row.at));
      if (wanted.length === 0) return [];
      const rows = await db
        .selectFrom('fleet_points')
        .select('record')
        .where('cloud', '=', cloud)
        .where('at', 'in', wanted)
        .orderBy('at')
        .execute();
      return rows.map((row) => read(cloud, row));
    },
    async prune(at) {
      await db.deleteFrom('fleet_points').where('at', '<', at).execute();
    },
  };
}

function thinned<T>(all: readonly T[]): readonly T[] {
  if (all.length <= MOST_SHOWN) return all;
  const step = (all.length - 1) / (MOST_SHOWN - 1);
  return Array.from({ length: MOST_SHOWN }, (_, place) => all[Math.round(place * step)] as T);
}
