import type { Node, Port } from '../openstack/ironic/schema.ts';
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

/** A Neutron port that Ironic has recorded on one of its own. */
export interface RecordedVif {
  readonly port: Port;
  readonly operation: VifOperation;
  readonly vif: string;
  /** `ports[52:54:…].internal_info.cleaning_vif_port_id` */
  readonly source: string;
}

export function recordedVifs(ports: readonly Port[]): readonly RecordedVif[] {
  return ports.flatMap((port) =>
    VIF_KEYS.flatMap(({ operation, key }): RecordedVif[] => {
      const vif = port.internal_info?.[key];
      if (typeof vif !== 'string' || vif === '') return [];
      return [{ port, operation, vif, source: `ports[${port.address}].internal_info.${key}` }];
    }),
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
  const nic = recorded.port.is_smartnic ? recorded.port.local_link_connection?.['hostname'] : undefined;
  if (host !== node.uuid && host !== nic) return 'elsewhere';
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
