import { createMemo } from '../lib/memo.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { Node, Port } from '../openstack/ironic/schema.ts';
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
  port(uuid: string): Promise<Port | null>;
  server(uuid: string): Promise<Server | null>;
  serversNamed(name: string): Promise<readonly Server[]>;
  flavors(): Promise<readonly Flavor[]>;
  flavor(id: string): Promise<Flavor | null>;
  /** All nodes, only what tells them apart: for BMC addresses and nearest names. */
  directory(): Promise<readonly Node[]>;
}

export function createReads(cloud: Cloud, options: ReadOptions): Reads {
  const memo = createMemo<unknown>();
  const know = <T extends Node | null>(node: T): T => {
    if (node) memo.put(`node ${node.uuid}`, node);
    return node;
  };
  const server = (uuid: string): Promise<Server | null> =>
    memo.get(`server ${uuid}`, () => cloud.nova.getServer(uuid, options));
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
    port: (uuid) => memo.get(`port ${uuid}`, () => cloud.ironic.getPort(uuid, options)),
    serversNamed: (name) =>
      memo.get(`servers named ${name}`, async () => {
        const servers = await cloud.nova.findServersByName(name, options);
        // The list has everything but the fault of a failed build, which Nova gives for the server itself only.
        for (const one of servers) if (one.status !== 'ERROR') memo.put(`server ${one.id}`, one);
        return servers;
      }),
    flavors: () => memo.get('flavors', () => cloud.nova.flavors(options)),
    flavor: (id) => memo.get(`flavor ${id}`, () => cloud.nova.getFlavor(id, options)),
    directory: () =>
      memo.get('directory', async () => {
        const fields = ['uuid', 'name', 'instance_uuid', 'driver_info'] as const;
        return (await cloud.ironic.collectNodes({ fields }, options)).items;
      }),
  };
}
