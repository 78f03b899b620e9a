import type { VERDICT_CAUSES } from '../../src/core/cause.ts';
import { type FactsInMemory, HEALTHY_NODE, minutesAgo } from './facts.ts';
import { COMPUTE, flavor, GOLD, GOLD_2, hypervisor, offering } from './scheduling.ts';

export const OTHER = '22222222-2222-4222-8222-222222222222';
export const SERVER = '33333333-3333-4333-8333-333333333333';
export const HOUR = 60;
export const DAY = 24 * HOUR;

export const conductor = (hostname: string, fields: Record<string, unknown> = {}) => ({
  hostname,
  conductor_group: '',
  alive: true,
  drivers: ['ipmi'],
  updated_at: minutesAgo(0.5),
  ...fields,
});
const ok = { result: true };
export const VALID = { power: ok, management: ok, boot: ok, deploy: ok, network: ok, storage: ok };
export const held = (class_reserved: number, consumers: readonly string[]) => ({
  resource_provider: { uuid: HEALTHY_NODE.uuid },
  inventories: {
    resource_provider_generation: 1,
    inventories: { CUSTOM_BAREMETAL: { total: 1, reserved: class_reserved } },
  },
  allocations: {
    resource_provider_generation: 1,
    allocations: Object.fromEntries(consumers.map((one) => [one, { resources: { CUSTOM_BAREMETAL: 1 } }])),
  },
});
export const PORT = {
  uuid: 'p1',
  address: '52:54:00:00:00:17',
  node_uuid: HEALTHY_NODE.uuid,
  internal_info: {},
  pxe_enabled: true,
};

/** A cloud in which everything that can be asked has been answered, and well. */
function around(node: Record<string, unknown>, more: FactsInMemory = {}): FactsInMemory {
  return {
    node,
    conductors: [conductor('conductor-1'), conductor('conductor-2')],
    validation: VALID,
    history: [],
    drivers: [{ name: 'ipmi' }],
    ports: [PORT],
    portgroups: [],
    neutron_ports: [],
    networks: [],
    nodes: [node, { ...GOLD_2, uuid: OTHER }],
    compute_services: [COMPUTE],
    hypervisors: [hypervisor(HEALTHY_NODE)],
    ...held(0, []),
    ...more,
  };
}

export const available = (fields: Record<string, unknown> = {}, more: FactsInMemory = {}) =>
  around({ ...HEALTHY_NODE, ...fields }, more);

/** In use: Placement has it reserved and allocated, Neutron has its port bound, Nova has it running. */
export const active = (fields: Record<string, unknown> = {}, more: FactsInMemory = {}) =>
  around(
    { ...HEALTHY_NODE, provision_state: 'active', power_state: 'power on', instance_uuid: SERVER, ...fields },
    {
      instance: {
        id: SERVER,
        name: 'db-1',
        status: 'ACTIVE',
        'OS-EXT-SRV-ATTR:hypervisor_hostname': HEALTHY_NODE.uuid,
        'OS-EXT-SRV-ATTR:host': 'compute-1',
      },
      ...held(1, [SERVER]),
      ...more,
    },
  );

/** Under way: locked or waiting, with Placement holding it for whoever asked. */
export const busy = (
  provision_state: string,
  minutes: number,
  fields: Record<string, unknown> = {},
  more: FactsInMemory = {},
) =>
  around(
    {
      ...HEALTHY_NODE,
      provision_state,
      power_state: 'power on',
      provision_updated_at: minutesAgo(minutes),
      updated_at: minutesAgo(Math.min(minutes, 1)),
      ...fields,
    },
    { ...held(1, []), ...more },
  );

export const beat = (seconds: number, more: Record<string, unknown> = {}) => ({
  driver_internal_info: {
    agent_last_heartbeat: minutesAgo(seconds / 60),
    agent_url: 'https://10.0.0.9:9999',
    ...more,
  },
});
export const step = (name: string, of = 'deploy') => ({
  clean_step: { step: name, interface: of, priority: 10 },
});
export const event = (minutes: number, text: string, fields: Record<string, unknown> = {}) => ({
  uuid: `e${minutes}`,
  created_at: minutesAgo(minutes),
  severity: 'ERROR',
  event_type: 'provisioning',
  event: text,
  ...fields,
});
export const port = (fields: Record<string, unknown>) => ({
  id: 'n1',
  name: '',
  mac_address: PORT.address,
  status: 'ACTIVE',
  network_id: 'net',
  device_owner: 'baremetal:none',
  'binding:host_id': HEALTHY_NODE.uuid,
  'binding:vif_type': 'other',
  device_id: '',
  ...fields,
});

export const tenant = { tenant_vif_port_id: 'n1' };
/** The tenant's, as Nova and Ironic bind it. */
export const vif = (fields: Record<string, unknown> = {}) => ({
  neutron_ports: [port({ device_id: SERVER, device_owner: 'compute:nova', ...fields })],
});

export const IPMI_ERROR = 'Failed to get power state for node x. Error: IPMI call failed: power status.';
export const asked = (more: FactsInMemory): FactsInMemory => ({
  flavor: flavor(),
  nodes: [GOLD, GOLD_2],
  compute_services: [COMPUTE],
  hypervisors: [hypervisor(GOLD), hypervisor(GOLD_2)],
  allocation_candidates: offering(GOLD),
  ...more,
});

/** What it is called, what the answer may be at most, and what was read. */
export type Decoy = readonly [string, (typeof VERDICT_CAUSES)[number], FactsInMemory];
