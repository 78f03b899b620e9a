import {
  active,
  DAY,
  type Decoy,
  event,
  held,
  IPMI_ERROR,
  PORT,
  port,
  SERVER,
  VALID,
} from './decoy-cloud.ts';
import { minutesAgo } from './facts.ts';
import { COMPUTE } from './scheduling.ts';

/** Nodes on which somebody's system runs. */
export const IN_USE: readonly Decoy[] = [
  [
    'active from a volume of Cinder',
    'healthy',
    active(
      { storage_interface: 'cinder' },
      { volume_targets: [{ uuid: 't', boot_index: 0, volume_type: 'iscsi', volume_id: 'v' }] },
    ),
  ],
  [
    'active on a disk that is asked for by name',
    'healthy',
    active(
      { properties: { root_device: { name: '/dev/sda' } } },
      { inventory: { inventory: { disks: [1, 2].map((n) => ({ name: `/dev/sd${n}`, size: 5e11 })) } } },
    ),
  ],
  [
    'active, its MAC also on a Neutron port that was left behind',
    'healthy',
    active(
      {},
      {
        neutron_ports: [
          port({ id: 'n2', status: 'DOWN', 'binding:host_id': '', 'binding:vif_type': 'unbound' }),
        ],
      },
    ),
  ],
  ['active', 'healthy', active()],
  [
    'active with an error of its deploy before the last',
    'healthy',
    active(
      { last_error: 'Timeout reached while waiting for callback for node x' },
      { history: [event(20 * DAY, 'Timeout reached while waiting for callback for node x')] },
    ),
  ],
  [
    'active with an IPMI error of last week',
    'healthy',
    active(
      { last_error: IPMI_ERROR },
      { history: [event(7 * DAY, IPMI_ERROR, { event_type: 'monitoring' })] },
    ),
  ],
  [
    'active and powered off by its owner',
    'healthy',
    active({ power_state: 'power off' }, { instance: { id: SERVER, name: 'db-1', status: 'SHUTOFF' } }),
  ],
  ['active, reserved and allocated in Placement', 'healthy', active({}, held(1, [SERVER]))],
  [
    'active with its Neutron port bound to its instance',
    'healthy',
    active(
      {},
      {
        ports: [{ ...PORT, internal_info: { tenant_vif_port_id: 'n1' } }],
        neutron_ports: [port({ device_id: SERVER, device_owner: 'compute:nova' })],
      },
    ),
  ],
  [
    'active beside a nova-compute that is disabled elsewhere',
    'healthy',
    active({}, { compute_services: [COMPUTE, { ...COMPUTE, id: 2, host: 'compute-2', status: 'disabled' }] }),
  ],
  ['active and retired', 'healthy', active({ retired: true, retired_reason: 'end of lease' })],
  ['active and protected', 'healthy', active({ protected: true, protected_reason: 'production' })],
  [
    'active with an old heartbeat of its deploy',
    'healthy',
    active({ driver_internal_info: { agent_last_heartbeat: minutesAgo(30 * DAY) } }),
  ],
  ['active without Nova', 'healthy', active({ instance_uuid: null }, { instance: null, ...held(0, []) })],
  [
    'active, and would not boot a ramdisk',
    'healthy',
    active(
      {},
      { validation: { ...VALID, deploy: { result: false, reason: "Missing are: ['deploy_kernel']" } } },
    ),
  ],
  [
    'rescue with its instance',
    'healthy',
    active({ provision_state: 'rescue' }, { instance: { id: SERVER, name: 'db-1', status: 'RESCUE' } }),
  ],
  [
    'active, locked by power sync for two seconds',
    'healthy',
    active({ reservation: 'conductor-1', updated_at: minutesAgo(2 / 60) }),
  ],
];
