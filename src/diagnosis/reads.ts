import { ServiceError } from '../core/errors.ts';
import { createMemo } from '../lib/memo.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { Conductor, Node, Port, Portgroup } from '../openstack/ironic/schema.ts';
import type { Flavor, Server } from '../openstack/nova/schema.ts';
import type { ReadOptions } from '../openstack/wire.ts';

/**
 * The reads of one diagnosis, each made at most once: finding out what the words mean and gathering facts ask for
 * many of the same things, by name first and by UUID later.
 */
export interface Reads {
  readonly cloud: Cloud;
  readonly options: ReadOptions;
  node(ident: string): Promise<Node | null>;
  /** The node that this instance is on; in detail. */
  nodeOfInstance(instance_uuid: string): Promise<Node | null>;
  portsByMac(mac: string): Promise<readonly Port[]>;
  /** None of a release that has no port groups. */
  portgroupsByMac(mac: string): Promise<readonly Portgroup[]>;
  port(uuid: string): Promise<Port | null>;
  server(uuid: string): Promise<Server | null>;
  /** Of every project, or of the credential's own when Nova lists no others to it. */
  serversNamed(name: string): Promise<{ readonly servers: readonly Server[]; readonly ownOnly: boolean }>;
  flavors(): Promise<readonly Flavor[]>;
  flavor(id: string): Promise<Flavor | null>;
  conductors(): Promise<readonly Conductor[]>;
  /** The nodes, only what tells them apart: for BMC addresses and nearest names. */
  directory(): Promise<NodeList>;
  /**
   * Whether a list of nodes may lack those of other projects. Ironic filters silently for who may not list all
   * (openstack/ironic ironic/api/controllers/v1/utils.py, check_list_policy): an empty list is then no proof. The list
   * of conductors needs the same standing and is refused aloud, so it is asked where the list leaves it open.
   */
  showsOwnOnly(nodes: readonly Node[]): Promise<boolean>;
}

export interface NodeList {
  readonly items: readonly Node[];
  /** More nodes are there than we read. */
  readonly truncated: boolean;
}

export function createReads(cloud: Cloud, options: ReadOptions): Reads {
  const memo = createMemo<unknown>();
  const know = <T extends Node | null>(node: T): T => {
    if (node) memo.put(`node ${node.uuid}`, node);
    return node;
  };
  const server = (uuid: string): Promise<Server | null> =>
    memo.get(`server ${uuid}`, () => cloud.nova.getServer(uuid, options));
  const conductors = (): Promise<readonly Conductor[]> =>
    memo.get('conductors', () => cloud.ironic.conductors(options));
  async function serversOfAllOrOwn(name: string) {
    try {
      return { servers: await cloud.nova.findServersByName(name, options), ownOnly: false };
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'forbidden') throw error;
      const own = { ...options, all_tenants: false };
      return { servers: await cloud.nova.findServersByName(name, own), ownOnly: true };
    }
  }
  return {
    cloud,
    options,
    server,
    node: (ident) => memo.get(`node ${ident}`, async () => know(await cloud.ironic.getNode(ident, options))),
    nodeOfInstance: (instance_uuid) =>
      memo.get(`node of ${instance_uuid}`, async () => {
        const { items } = await cloud.ironic.collectNodes({ instance_uuid, detail: true, cap: 1 }, options);
        return know(items[0] ?? null);
      }),
    portsByMac: (address) => memo.get(`mac ${address}`, () => cloud.ironic.ports({ address }, options)),
    portgroupsByMac: (address) =>
      memo.get(`port groups with ${address}`, () => cloud.ironic.portgroupsByMac(address, options)),
    port: (uuid) => memo.get(`port ${uuid}`, () => cloud.ironic.getPort(uuid, options)),
    serversNamed: (name) =>
      memo.get(`servers named ${name}`, async () => {
        const found = await serversOfAllOrOwn(name);
        // The list has everything but the fault of a failed build, which Nova gives for the server itself only.
        for (const one of found.servers) if (one.status !== 'ERROR') memo.put(`server ${one.id}`, one);
        return found;
      }),
    flavors: () => memo.get('flavors', () => cloud.nova.flavors(options)),
    flavor: (id) => memo.get(`flavor ${id}`, () => cloud.nova.getFlavor(id, options)),
    directory: () =>
      memo.get('directory', async () => {
        const fields = ['uuid', 'name', 'instance_uuid', 'driver_info', 'owner', 'lessee'] as const;
        return cloud.ironic.collectNodes({ fields }, options);
      }),
    conductors,
    async showsOwnOnly(nodes) {
      if (nodes.some((node) => !node.owner && !node.lessee)) return false;
      try {
        await conductors();
        return false;
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        if (error.code === 'forbidden') return true;
        // Releases before that list knew no owners to filter by either.
        if (error.code === 'version-too-old') return false;
        throw error;
      }
    },
  };
}
