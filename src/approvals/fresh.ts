import type { Fresh } from '../core/remediation-unit.ts';
import { createMemo } from '../lib/memo.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { ReadOptions } from '../openstack/wire.ts';

export interface FreshOptions extends Pick<ReadOptions, 'signal' | 'deadlineMs'> {
  /** The moment of the look; nothing in it is older. */
  readonly now: Date;
}

/**
 * One look at a cloud, with the credential that only reads: made anew for each judgement, so that nothing in it is older
 * than the look. Each thing is read once, and a read that failed fails for everybody who asks in this look.
 */
export function createFresh(cloud: Cloud, { now, ...options }: FreshOptions): Fresh {
  const { ironic, nova, neutron, placement } = cloud;
  const memo = createMemo<unknown>();
  const once = <T>(key: string, read: () => Promise<T>): Promise<T> => memo.get<T>(key, read);
  return {
    now,
    node: (uuid) => once(`node ${uuid}`, () => ironic.getNode(uuid, options)),
    ports: (node) => once(`ports ${node}`, () => ironic.ports({ node }, options)),
    portgroups: (node) => once(`port groups ${node}`, () => ironic.portgroups(node, options)),
    nodesOf: (instance_uuid) =>
      once(`nodes of ${instance_uuid}`, async () => {
        const { items } = await ironic.collectNodes({ instance_uuid, detail: true }, options);
        return items;
      }),
    portsByMac: (address) => once(`mac ${address}`, () => ironic.ports({ address }, options)),
    portgroupsByMac: (address) =>
      once(`port groups with ${address}`, () => ironic.portgroupsByMac(address, options)),
    traits: (node) => once(`traits ${node}`, async () => (await ironic.traits(node, options)) ?? []),
    conductors: () => once('conductors', () => ironic.conductors(options)),
    driver: (name) => once(`driver ${name}`, () => ironic.driver(name, options)),
    ironicVersion: () => once('version', () => ironic.version(options)),
    roles: () => once('roles', async () => (await cloud.roles(options)) ?? []),
    server: (id) => once(`server ${id}`, () => nova.getServer(id, options)),
    computeService: (host) =>
      once(`compute service ${host}`, async () => {
        const found = await nova.services({ binary: 'nova-compute', host }, options);
        return found.find((service) => service.host === host) ?? null;
      }),
    neutronPort: (id) => once(`port ${id}`, () => neutron.getPort(id, options)),
    consumer: (id) =>
      once(`consumer ${id}`, async () => {
        const held = await placement.consumerAllocations(id, options);
        return Object.keys(held.allocations).length === 0 ? null : held;
      }),
    inventories: (provider) =>
      once(`inventories ${provider}`, () => placement.inventories(provider, options)),
  };
}
