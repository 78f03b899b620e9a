import {
  active,
  available,
  beat,
  busy,
  DAY,
  type Decoy,
  event,
  HOUR,
  held,
  OTHER,
  PORT,
  port,
  SERVER,
  tenant,
  vif,
} from './decoy-cloud.ts';
import { HEALTHY_NODE, minutesAgo } from './facts.ts';
import { GOLD_2 } from './scheduling.ts';

/** With the Neutron ports that Ironic has recorded on it. */
const vifs = (internal_info: Record<string, string>, fields: Record<string, unknown> = {}) => ({
  ports: [{ ...PORT, internal_info, ...fields }],
});
/** What somebody sees who may see neither the ports of others nor how any is bound. */
const unshown = { 'binding:host_id': undefined, 'binding:vif_type': undefined };
const peers = (count: number, fields: (n: number) => Record<string, unknown>) => ({
  nodes: Array.from({ length: count }, (_, n) => ({
    ...GOLD_2,
    uuid: `22222222-2222-4222-8222-${String(n).padStart(12, '0')}`,
    name: `peer-${n}`,
    ...fields(n),
  })),
});
/** Neutron ports and switches that are as they should be, or that nobody may look at. */
export const ON_NETWORKS: readonly Decoy[] = [
  [
    'active, switched off, and its Neutron port is DOWN',
    'healthy',
    active(
      { power_state: 'power off' },
      {
        instance: { id: SERVER, name: 'db-1', status: 'SHUTOFF' },
        ...vifs(tenant),
        ...vif({ status: 'DOWN' }),
      },
    ),
  ],
  [
    'active for half a minute, its Neutron port not bound yet',
    'healthy',
    active(
      { provision_updated_at: minutesAgo(0.5), updated_at: minutesAgo(0.5) },
      { ...vifs(tenant), ...vif({ 'binding:host_id': '', 'binding:vif_type': 'unbound' }) },
    ),
  ],
  [
    'active on a flat network, its port bound by name',
    'healthy',
    active({ network_interface: 'flat' }, { ...vifs(tenant), ...vif({ 'binding:host_id': 'compute-1' }) }),
  ],
  [
    'active behind a smart NIC, the port bound to its host name',
    'healthy',
    active(
      {},
      {
        ...vifs(tenant, { is_smartnic: true, local_link_connection: { hostname: 'dpu-17', port_id: 'p0' } }),
        ...vif({ 'binding:host_id': 'dpu-17', 'binding:vif_type': 'ovs' }),
      },
    ),
  ],
  [
    'active with four ports, one of them for PXE',
    'healthy',
    active(
      {},
      {
        ports: [
          { ...PORT, internal_info: tenant },
          ...[18, 19, 20].map((n) => ({
            ...PORT,
            uuid: `p${n}`,
            address: `52:54:00:00:00:${n}`,
            pxe_enabled: false,
          })),
        ],
        ...vif(),
      },
    ),
  ],
  [
    "active, asked by somebody who is not shown the tenant's port",
    'healthy',
    active({}, { ...vifs(tenant), neutron_ports: [], networks: [{ id: 'public', name: 'public' }] }),
  ],
  [
    'active, asked by somebody who is shown no bindings',
    'healthy',
    active({}, { ...vifs(tenant), ...vif(unshown) }),
  ],
  [
    "clean wait for four minutes, asked by somebody who is not shown the service's ports",
    'healthy',
    busy(
      'clean wait',
      4,
      {},
      {
        ...vifs({ cleaning_vif_port_id: 'n1' }),
        neutron_ports: [],
        networks: [{ id: 'public', name: 'public' }],
      },
    ),
  ],
  [
    'clean wait for four minutes, and no network is told at all',
    'healthy',
    busy('clean wait', 4, {}, { ...vifs({ cleaning_vif_port_id: 'n1' }), neutron_ports: [] }),
  ],
  [
    'available with a VIF of five minutes ago, about to be deployed',
    'healthy',
    available({}, { ...vifs(tenant), ...vif({ device_id: '', created_at: minutesAgo(5) }) }),
  ],
  [
    'available with a cleaning port that Ironic will replace',
    'healthy',
    available({}, vifs({ cleaning_vif_port_id: 'gone' })),
  ],
  [
    'active with the port of its inspection left in Neutron, bound to nothing',
    'healthy',
    active(
      {},
      {
        ...vifs({ inspection_vif_port_id: 'n1' }),
        ...vif({ device_id: '', status: 'DOWN', 'binding:host_id': '', 'binding:vif_type': 'unbound' }),
      },
    ),
  ],
  [
    'active without Nova, its VIFs attached by Metalsmith',
    'healthy',
    active(
      { allocation_uuid: '44444444-4444-4444-8444-444444444444', instance_uuid: OTHER },
      { instance: null, ...held(0, []), ...vifs(tenant), ...vif() },
    ),
  ],
  [
    'rescued, on the rescue network',
    'healthy',
    active(
      { provision_state: 'rescue', provision_updated_at: minutesAgo(20) },
      {
        instance: { id: SERVER, name: 'db-1', status: 'RESCUE' },
        ...vifs({ ...tenant, rescuing_vif_port_id: 'n2' }),
        neutron_ports: [port({ id: 'n2' }), ...vif({ status: 'DOWN' }).neutron_ports],
      },
    ),
  ],
  [
    'active for a minute after its rescue',
    'insufficient-evidence',
    active(
      { provision_updated_at: minutesAgo(1), updated_at: minutesAgo(1) },
      { instance: { id: SERVER, name: 'db-1', status: 'RESCUE', 'OS-EXT-STS:task_state': 'unrescuing' } },
    ),
  ],
  [
    'wait call-back for three minutes, the fifth deploy after earlier time-outs',
    'healthy',
    busy(
      'wait call-back',
      3,
      {},
      {
        history: [2, 9, 16].map((days) =>
          event(days * DAY, 'Timeout reached while waiting for callback for node x'),
        ),
      },
    ),
  ],
  [
    'wait call-back for four minutes in a wave of thirty deploys',
    'healthy',
    busy(
      'wait call-back',
      4,
      {},
      peers(30, () => ({ provision_state: 'wait call-back', provision_updated_at: minutesAgo(4) })),
    ),
  ],
  [
    'inspect wait for five minutes, with a whole new rack',
    'healthy',
    busy(
      'inspect wait',
      5,
      { created_at: minutesAgo(20), power_state: 'power on', properties: {} },
      peers(120, (n) =>
        n < 20
          ? { provision_state: 'inspect wait', provision_updated_at: minutesAgo(5), properties: {} }
          : {},
      ),
    ),
  ],
  [
    'available beside three nodes of its rack that timed out yesterday',
    'healthy',
    available(
      {},
      peers(3, () => ({
        provision_state: 'clean failed',
        provision_updated_at: minutesAgo(DAY),
        last_error: 'Timeout reached while cleaning the node. Please check if the ramdisk is running.',
      })),
    ),
  ],
  [
    'wait call-back of a fast-track deploy, the agent up since before',
    'healthy',
    busy(
      'wait call-back',
      2,
      beat(30, {
        last_power_state_change: minutesAgo(3 * HOUR),
        agent_cached_deploy_steps_refreshed: minutesAgo(2),
      }),
    ),
  ],
  [
    'available and on, its ramdisk waiting for a fast-track deploy',
    'healthy',
    available({ power_state: 'power on', ...beat(30, { agent_secret_token: '******' }) }),
  ],
  [
    'available in the noop network interface, no VIF anywhere',
    'healthy',
    available({ network_interface: 'noop' }, { ports: [{ ...PORT, internal_info: null }] }),
  ],
  [
    'active under a project that sees the conductor of nobody',
    'healthy',
    {
      ...active({}, { ...vifs(tenant), ...vif({ 'binding:host_id': HEALTHY_NODE.uuid }) }),
      unread: {},
    },
  ],
];
