import type { Node, Port, Portgroup } from '../openstack/ironic/schema.ts';
import type { NeutronPort } from '../openstack/neutron/schema.ts';
import { type Facts, FactUnread } from './facts.ts';
import type { Evidence } from './finding.ts';

/**
 * What Ironic makes a Neutron port for, by the word that its key in `internal_info` begins with
 * (openstack/ironic ironic/drivers/modules/network/common.py, NetType).
 */
const VIF_OPERATIONS = ['cleaning', 'provisioning', 'inspection', 'rescuing', 'servicing', 'tenant'] as const;
export type VifOperation = (typeof VIF_OPERATIONS)[number];
const VIF_KEYS = VIF_OPERATIONS.map((operation) => ({ operation, key: `${operation}_vif_port_id` }));
const TENANT_KEY = 'tenant_vif_port_id';

/** A Neutron port that Ironic has recorded on a port or a port group of its own. */
export interface RecordedVif {
  readonly operation: VifOperation;
  readonly vif: string;
  /** `ports[52:54:…].internal_info.cleaning_vif_port_id`, `portgroups[bond0].internal_info.tenant_vif_port_id` */
  readonly source: string;
  /** MAC address of what it is recorded on. A port group may have none; its VIF then keeps the one that it came with. */
  readonly address?: string | null | undefined;
  /** Host of a smart NIC, to which Ironic binds it instead of the node. A port group is none (ironic/common/neutron.py, is_smartnic_port). */
  readonly nic?: unknown;
}

/**
 * What is recorded on the ports of a node and on its port groups. A group has a tenant's VIF and no other: for a ramdisk
 * Ironic makes one for each port, be the port in a group or not (ironic/drivers/modules/network/neutron.py, _add_network).
 * VIFs once were in `extra.vif_port_id`; Ironic shows those in `internal_info` as well (ironic/objects/port.py,
 * portgroup.py).
 */
export function recordedVifs(
  ports: readonly Port[],
  groups: readonly Portgroup[] = [],
): readonly RecordedVif[] {
  const found: RecordedVif[] = [];
  for (const port of ports) {
    const { address, internal_info: info, is_smartnic, local_link_connection: link } = port;
    if (!info) continue;
    for (const { operation, key } of VIF_KEYS) {
      const vif = info[key];
      if (typeof vif !== 'string' || vif === '') continue;
      const nic = is_smartnic ? link?.['hostname'] : undefined;
      found.push({ operation, vif, source: `ports[${address}].internal_info.${key}`, address, nic });
    }
  }
  for (const group of groups) {
    const vif = tenantVif(group);
    if (!vif) continue;
    const { name, address, uuid } = group;
    const source = `portgroups[${name ?? address ?? uuid}].internal_info.${TENANT_KEY}`;
    found.push({ operation: 'tenant', vif, source, address });
  }
  return found;
}

/** The VIF of an instance on a port or a port group, if there is one. */
export function tenantVif({ internal_info }: Pick<Portgroup, 'internal_info'>): string | undefined {
  const vif = internal_info?.[TENANT_KEY];
  return typeof vif === 'string' && vif !== '' ? vif : undefined;
}

/**
 * Whether any of a node's ports is in a port group. Where none is, no group of it is given a VIF
 * (ironic/drivers/modules/network/common.py, _get_free_portgroups_and_ports passes over empty ones).
 */
export function anyInGroup(ports: readonly Port[]): boolean {
  return ports.some(({ portgroup_uuid }) => portgroup_uuid);
}

/** The port groups of the node with these ports, asked for only where there can be one that matters. */
export async function groupsOf<G>(ports: readonly Port[], read: () => Promise<G>): Promise<G | readonly []> {
  return anyInGroup(ports) ? read() : [];
}

/**
 * What is recorded on the node's ports and port groups. Without the groups it is what is known of the ports, and a
 * check that finds nothing in them then ends as "could not check".
 */
export async function allRecordedVifs(facts: Facts): Promise<readonly RecordedVif[]> {
  const ports = await facts.ports();
  const groups = await groupsOf(ports, () => facts.maybe.portgroups());
  return recordedVifs(ports, groups && wholeGroups(ports, groups));
}

/** These groups, when every one that a port is in is among them: of one that is not shown nobody knows what it has. */
export function wholeGroups(ports: readonly Port[], groups: readonly Portgroup[]): readonly Portgroup[] {
  const shown = new Set(groups.map(({ uuid }) => uuid));
  if (ports.every(({ portgroup_uuid: group }) => !group || shown.has(group))) return groups;
  throw new FactUnread(
    'portgroups',
    'denied',
    'Ironic does not show this credential a port group of the node',
  );
}

/**
 * Neutron's ports of the node, for somebody who looks for these ids in them. Neutron leaves out what belongs to other
 * projects, and Ironic's own ports do, so an id that is not there is gone only for a credential that is shown
 * everybody's: one to which bindings, or how a network is provided, are shown, as by default to administrators and
 * services alone (openstack/neutron neutron/conf/policies/port.py, network.py).
 */
export async function neutronPortsOf(facts: Facts, vifs: readonly string[]): Promise<readonly NeutronPort[]> {
  const known = await facts.neutron_ports();
  if (vifs.every((vif) => known.some((one) => one.id === vif))) return known;
  if (known.some((one) => one['binding:host_id'] ?? one['binding:vif_type'])) return known;
  if ((await facts.networks()).some((network) => network['provider:network_type'])) return known;
  throw new FactUnread('neutron_ports', 'denied', OWN_PORTS_ONLY);
}

const OWN_PORTS_ONLY =
  'Neutron shows this credential only the ports of its own project; an administrator sees all';

/**
 * How a Neutron port is bound:
 * - `ours`: to the node, or to the host of its smart NIC;
 * - `failed`: no mechanism driver of Neutron took it;
 * - `unbound`: to nothing;
 * - `elsewhere`: to another host;
 * - `gone`: Neutron does not know it;
 * - `unknown`: this credential is not shown any binding.
 */
export type Binding = 'ours' | 'failed' | 'unbound' | 'elsewhere' | 'gone' | 'unknown';

export function bindingOf(recorded: RecordedVif, neutron: NeutronPort | undefined, node: Node): Binding {
  if (!neutron) return 'gone';
  const { 'binding:vif_type': type, 'binding:host_id': host } = neutron;
  if (type === 'binding_failed') return 'failed';
  if ((type === undefined || type === null) && (host === undefined || host === null)) return 'unknown';
  if (!host) return 'unbound';
  if (host !== node.uuid && host !== recorded.nic) return 'elsewhere';
  return type === 'unbound' ? 'unbound' : 'ours';
}

const SAYS: Record<Exclude<Binding, 'gone'>, string> = {
  ours: 'bound to the node',
  failed: 'binding_failed: no mechanism driver of Neutron could bind it',
  unbound: 'unbound: Neutron has it on no host',
  elsewhere: 'bound to another host',
  unknown: 'binding not shown',
};

/** What Neutron says of a recorded port, as evidence. */
export function bindingEvidence(
  { vif }: RecordedVif,
  neutron: NeutronPort | undefined,
  binding: Binding,
): Evidence {
  if (!neutron || binding === 'gone')
    return { bearing: 'supports', source: 'neutron_ports', observed: `${vif} does not exist in Neutron` };
  const host = binding === 'elsewhere' ? ` (${neutron['binding:host_id']})` : '';
  return {
    bearing: 'supports',
    source: `neutron_ports[${vif}].binding:${binding === 'elsewhere' ? 'host_id' : 'vif_type'}`,
    observed: `${SAYS[binding]}${host}, ${neutron.status ?? 'status not read'}`,
  };
}
