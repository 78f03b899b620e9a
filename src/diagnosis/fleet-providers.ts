import { createMemo } from '../lib/memo.ts';
import { scrub } from '../lib/scrub.ts';
import type { PlacementClient } from '../openstack/placement/client.ts';
import type { ResourceProvider } from '../openstack/placement/schema.ts';
import type { ReadOptions } from '../openstack/wire.ts';
import { readingOf } from './unread.ts';

/** Placement lists all providers in one page, megabytes of a large cloud, and few nodes are asked about. */
const MOST_ONE_BY_ONE = 20;

/** The providers of nodes, scrubbed; null where Placement has none. */
export interface FleetProviders {
  /** @throws FactUnread where Placement cannot be asked */
  of(uuid: string): Promise<ResourceProvider | null>;
}

/** The first are asked for one by one, all others are looked up in one list. */
export function createFleetProviders(placement: PlacementClient, read: ReadOptions): FleetProviders {
  const memo = createMemo<ReadonlyMap<string, ResourceProvider>>();
  let asked = 0;
  const all = () =>
    memo.get('all', async () => {
      const listed = await readingOf('resource_provider', () => placement.providers(read));
      return new Map(scrub(listed).map((one) => [one.uuid, one]));
    });
  return {
    async of(uuid) {
      asked += 1;
      if (asked > MOST_ONE_BY_ONE) return (await all()).get(uuid) ?? null;
      return scrub(await readingOf('resource_provider', () => placement.getProvider(uuid, read)));
    },
  };
}
