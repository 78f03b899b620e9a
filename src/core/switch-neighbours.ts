import { cut } from '../lib/cut.ts';
import { ofList } from '../lib/of-list.ts';
import type { Node, Port } from '../openstack/ironic/schema.ts';
import { textIn } from './bag.ts';

/** A switch as ports name it: compared by its id, shown by its name. */
export interface Switch {
  readonly id: string;
  readonly name: string;
}

/** Switches of ports that a ramdisk may boot from, each once. */
export function switchesOf(ports: readonly Port[]): readonly Switch[] {
  const found = new Map<string, Switch>();
  for (const port of ports) {
    const one = port.pxe_enabled === false ? undefined : switchOf(port);
    if (one && !found.has(one.id)) found.set(one.id, one);
  }
  return [...found.values()];
}

function switchOf({ local_link_connection: link }: Port): Switch | undefined {
  if (!link) return undefined;
  const info = textIn(link, 'switch_info')?.trim() || undefined;
  const id = textIn(link, 'switch_id')?.trim().toLowerCase() || info;
  return id ? { id, name: cut(info ?? id, 40) } : undefined;
}

/** Who hangs on a switch besides the node itself. */
export interface Neighbours {
  readonly known: readonly Node[];
  /** So many nodes have a port there and were not read, e.g. those of another resource class. */
  readonly unread: number;
}

/** `ports` are those of all nodes; a node counts once, however many ports it has there. */
export function neighboursOn(
  one: Switch,
  ports: readonly Port[],
  nodes: readonly Node[],
  self: string,
): Neighbours {
  const uuids = new Set(nodesBySwitch(ports).get(one.id));
  uuids.delete(self);
  const known = [...uuids].flatMap((uuid) => byUuid(nodes).get(uuid) ?? []);
  return { known, unread: uuids.size - known.length };
}

/** UUIDs of nodes by the switches that they may boot from. */
const nodesBySwitch = ofList((ports: readonly Port[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const nodes = new Map<string, Set<string>>();
  for (const port of ports) {
    const one = port.node_uuid && port.pxe_enabled !== false ? switchOf(port) : undefined;
    if (!one || !port.node_uuid) continue;
    const there = nodes.get(one.id) ?? new Set();
    nodes.set(one.id, there.add(port.node_uuid));
  }
  return nodes;
});

const byUuid = ofList((nodes: readonly Node[]) => new Map(nodes.map((node) => [node.uuid, node])));

/** How many switches these nodes are spread over; a node whose ports tell none counts for none. */
export function switchesUnder(nodes: readonly Node[], ports: readonly Port[]): readonly Switch[] {
  const uuids = new Set(nodes.map((node) => node.uuid));
  return switchesOf(ports.filter((port) => port.node_uuid && uuids.has(port.node_uuid)));
}
