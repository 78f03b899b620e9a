import type { Conductor, Node, Port } from '../openstack/ironic/schema.ts';
import type { ComputeService, Server } from '../openstack/nova/schema.ts';
import { bagIn, textIn } from './bag.ts';
import { bmcHostOf } from './bmc.ts';

export type FleetKind = 'node' | 'instance' | 'conductor' | 'compute-host' | 'switch';

/** Something of ours that a message may name. */
export interface FleetSubject {
  readonly kind: FleetKind;
  /** The cloud's name in clouds.yaml. */
  readonly cloud: string;
  /** A UUID, a host name, or a switch's id. */
  readonly id: string;
  /** What people call it; the id where it has no name. */
  readonly name: string;
}

/** A subject, and by what else it is known. */
export interface FleetEntry extends FleetSubject {
  /** Of the BMC: addresses, or host names. */
  readonly addresses?: readonly string[];
  readonly macs?: readonly string[];
  readonly serials?: readonly string[];
  /** The node that an instance is on. */
  readonly node?: string;
}

export type NamingPort = Pick<Port, 'address' | 'node_uuid'> & Partial<Pick<Port, 'local_link_connection'>>;

/** What is read of a cloud for an index; whatever could not be read is empty. */
export interface FleetLists {
  readonly nodes: readonly Node[];
  readonly ports?: readonly NamingPort[];
  readonly conductors?: readonly Conductor[];
  readonly computes?: readonly ComputeService[];
  readonly servers?: readonly Server[];
}

/** Entries of one cloud. Nodes tell of instances that Nova does not list for this credential. */
export function fleetEntries(cloud: string, lists: FleetLists): readonly FleetEntry[] {
  const { nodes, ports = [], conductors = [], computes = [], servers = [] } = lists;
  const macs = Map.groupBy(ports, (port) => port.node_uuid ?? '');
  const listed = new Set(servers.map((server) => server.id));
  const host = (kind: FleetKind, name: string): FleetEntry => ({ kind, cloud, id: name, name });
  return [
    ...nodes.map((node) => nodeEntry(cloud, node, macs.get(node.uuid) ?? [])),
    ...servers.map((server): FleetEntry => {
      const node = server['OS-EXT-SRV-ATTR:hypervisor_hostname'];
      const { id } = server;
      return { kind: 'instance', cloud, id, name: server.name || id, ...(node ? { node } : {}) };
    }),
    ...nodes.flatMap((node): FleetEntry[] => {
      const { instance_uuid: id, instance_name: name, uuid } = node;
      if (!id || listed.has(id)) return [];
      return [{ kind: 'instance', cloud, id, name: name || id, node: uuid }];
    }),
    ...unique(conductors.map((one) => one.hostname)).map((name) => host('conductor', name)),
    ...unique(computes.filter((one) => one.binary === 'nova-compute').map((one) => one.host)).map((name) =>
      host('compute-host', name),
    ),
    ...switchEntries(cloud, ports),
  ];
}

function nodeEntry(cloud: string, node: Node, ports: readonly NamingPort[]): FleetEntry {
  const address = bmcHostOf(node);
  const serials = serialsOf(node);
  return {
    kind: 'node',
    cloud,
    id: node.uuid,
    name: node.name || node.uuid,
    ...(address ? { addresses: [address] } : {}),
    ...(ports.length > 0 ? { macs: ports.map((port) => port.address) } : {}),
    ...(serials.length > 0 ? { serials } : {}),
  };
}

/** Where enrolment tools leave it; Ironic itself has no field for it. */
const SERIAL_KEYS = ['serial_number', 'serial', 'serialnumber', 'service_tag', 'asset_serial'];

function serialsOf({ properties, extra }: Node): readonly string[] {
  const bags = [properties, extra, bagIn(extra, 'system_vendor')];
  const found = bags.flatMap((bag) => SERIAL_KEYS.map((key) => textIn(bag, key)?.trim() ?? ''));
  return unique(found.filter((one) => one !== ''));
}

/** `switch_id` is the switch's own MAC or datapath id, `switch_info` what people call it (Ironic api-ref, ports). */
function switchEntries(cloud: string, ports: readonly NamingPort[]): readonly FleetEntry[] {
  const found = new Map<string, FleetEntry>();
  for (const { local_link_connection: link } of ports) {
    const id = textIn(link, 'switch_id')?.trim();
    const name = textIn(link, 'switch_info')?.trim() || id;
    if (!name || found.has(id ?? name)) continue;
    found.set(id ?? name, { kind: 'switch', cloud, id: id ?? name, name, ...(id ? { macs: [id] } : {}) });
  }
  return [...found.values()];
}

const unique = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];
