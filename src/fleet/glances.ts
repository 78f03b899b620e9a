import type { DigestPicture, LastSweep, SharedPicture } from '../core/last-sweep.ts';
import type { Store } from '../store/open-store.ts';
import { parsed } from '../store/parsed.ts';

/** What the last sweeps and digests left to be told: a few rows, whatever the size of the fleets. */
export interface Glances {
  /** Instead of what was kept of that cloud before. */
  keep(sweep: LastSweep): Promise<void>;
  of(cloud: string): Promise<LastSweep | undefined>;
  /** In the order of the clouds; those that no sweep has seen are not among them. */
  all(clouds: readonly string[]): Promise<readonly LastSweep[]>;
  /** Of each cloud the picture of its newest digest that has one. */
  pictures(clouds: readonly string[]): Promise<readonly DigestPicture[]>;
  /** When somebody swept last, ISO 8601; undefined before the first time. */
  newest(): Promise<string | undefined>;
}

export function createGlances({ db }: Pick<Store, 'db'>): Glances {
  const read = ({ cloud, record }: { readonly cloud: string; readonly record: string }) =>
    parsed<LastSweep>('the last sweep of', cloud, record);

  async function all(clouds: readonly string[]): Promise<readonly LastSweep[]> {
    if (clouds.length === 0) return [];
    const rows = await db
      .selectFrom('fleet_glances')
      .select(['cloud', 'record'])
      .where('cloud', 'in', clouds)
      .execute();
    return rows.map(read).toSorted((a, b) => clouds.indexOf(a.cloud) - clouds.indexOf(b.cloud));
  }

  return {
    async keep(sweep) {
      const row = { at: sweep.at, record: JSON.stringify(sweep) };
      await db
        .insertInto('fleet_glances')
        .values({ cloud: sweep.cloud, ...row })
        .onConflict((conflict) => conflict.column('cloud').doUpdateSet(row))
        .execute();
    },
    of: async (cloud) => (await all([cloud]))[0],
    all,
    async pictures(clouds) {
      if (clouds.length === 0) return [];
      // Whoever is still at a digest may not have shared its picture yet.
      const rows = await db
        .selectFrom('digests')
        .select(['cloud', 'slot', 'picture'])
        .where('cloud', 'in', clouds)
        .where('picture', 'is not', null)
        .where('lease_until', 'is', null)
        .where((where) =>
          where(
            'slot',
            '=',
            where
              .selectFrom('digests as other')
              .select((of) => of.fn.max('other.slot').as('slot'))
              .whereRef('other.cloud', '=', 'digests.cloud')
              .where('other.picture', 'is not', null)
              .where('other.lease_until', 'is', null),
          ),
        )
        .execute();
      const newest = new Map(rows.map((row) => [row.cloud, row]));
      return [...newest.values()].map(({ cloud, slot, picture }) => ({
        ...parsed<SharedPicture>('the picture of a digest of', cloud, picture ?? ''),
        cloud,
        slot,
      }));
    },
    async newest() {
      const row = await db
        .selectFrom('fleet_glances')
        .select((of) => of.fn.max('at').as('at'))
        .executeTakeFirst();
      return row?.at ?? undefined;
    },
  };
}
