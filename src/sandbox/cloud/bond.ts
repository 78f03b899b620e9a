import { macFrom, uuidFrom } from './ids.ts';
import type { CloudState, NodeRecord, PortgroupRecord, PortRecord } from './state.ts';

export interface BondOptions
  extends Partial<Pick<PortgroupRecord, 'address' | 'properties' | 'standalone_ports_supported'>> {
  /** What the second port has of its own. */
  readonly second?: Partial<PortRecord>;
}

/**
 * Puts the node's port and a second one under LACP. An instance that is built after that has its VIF on the group. The
 * group has the first port's MAC unless it is given another, or none: VIFs then keep their own.
 */
export function bond(state: CloudState, node: NodeRecord, options: BondOptions = {}): PortgroupRecord {
  const { second, ...own } = options;
  const first = state.ports.find((port) => port.node_uuid === node.uuid);
  if (!first) throw new Error(`${node.name} has no port to bond`);
  const made: PortgroupRecord = {
    uuid: uuidFrom(`portgroup-${node.name}`),
    created_at: node.created_at,
    updated_at: null,
    address: first.address,
    extra: {},
    internal_info: {},
    mode: '802.3ad',
    name: `${node.name}-bond0`,
    node_uuid: node.uuid,
    physical_network: first.physical_network,
    properties: { miimon: '100' },
    standalone_ports_supported: true,
    ...own,
  };
  first.portgroup_uuid = made.uuid;
  state.ports.push({
    ...first,
    uuid: uuidFrom(`port-${node.name}-second`),
    address: macFrom(`${node.name}-second`),
    internal_info: {},
    pxe_enabled: false,
    ...second,
  });
  state.portgroups.push(made);
  return made;
}

/** What Ironic records a VIF on, and the ports behind it: an instance's on the group that the port is in, if any. */
export function carrierOf(state: CloudState, port: PortRecord, field: string) {
  const isTenant = field === 'tenant_vif_port_id';
  const group = isTenant ? state.portgroups.find(({ uuid }) => uuid === port.portgroup_uuid) : undefined;
  if (!group) return { carrier: port, behind: [port] };
  return { carrier: group, behind: state.ports.filter((one) => one.portgroup_uuid === group.uuid) };
}
