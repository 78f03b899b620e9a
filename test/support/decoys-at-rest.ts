import {
  available,
  conductor,
  DAY,
  type Decoy,
  event,
  held,
  IPMI_ERROR,
  OTHER,
  PORT,
  port,
  VALID,
} from './decoy-cloud.ts';
import { HEALTHY_NODE, minutesAgo } from './facts.ts';
import { COMPUTE } from './scheduling.ts';

/** Nodes that nobody uses and nothing is going on with. */
export const AT_REST: readonly Decoy[] = [
  [
    'available on conductors of a release that does not tell who is alive',
    'healthy',
    available({}, { conductors: [{ hostname: 'conductor-1', conductor_group: '' }] }),
  ],
  [
    "available, and a router has its MAC in nobody's way",
    'healthy',
    available({}, { neutron_ports: [port({ mac_address: '52:54:00:00:00:99', device_id: 'router' })] }),
  ],
  ['available and powered off', 'healthy', available()],
  ['available and powered on', 'healthy', available({ power_state: 'power on' })],
  [
    'available since half an hour with an old error',
    'healthy',
    available(
      {
        provision_updated_at: minutesAgo(30),
        last_error:
          'Timeout reached while cleaning the node. Please check if the ramdisk is running on the node.',
      },
      { history: [event(3 * DAY, 'Timeout reached while cleaning the node.')] },
    ),
  ],
  [
    'available, with troubles only in its history',
    'healthy',
    available(
      {},
      { history: [event(9 * DAY, 'Deploy step deploy.deploy failed'), event(12 * DAY, IPMI_ERROR)] },
    ),
  ],
  [
    'available, and only the image of a server is missing',
    'healthy',
    available(
      {},
      {
        validation: {
          ...VALID,
          boot: {
            result: false,
            reason: "Cannot validate image information for node: 'image_source' missing in instance_info",
          },
          deploy: { result: false, reason: "Missing are: ['instance_info.image_source']" },
        },
      },
    ),
  ],
  [
    'available, with interfaces that its hardware has not',
    'healthy',
    available(
      {},
      {
        validation: {
          ...VALID,
          bios: { result: null, reason: 'not supported' },
          raid: { result: false, reason: 'Driver ipmi does not support raid (disabled or not implemented).' },
          console: { result: false, reason: "Missing 'ipmi_terminal_port' parameter" },
          rescue: {
            result: false,
            reason: 'Driver ipmi does not support rescue (disabled or not implemented).',
          },
        },
      },
    ),
  ],
  ['available with automated cleaning switched off', 'healthy', available({ automated_clean: false })],
  [
    'available and called "error-timeout-failed"',
    'healthy',
    available({ name: 'error-timeout-failed', description: 'IPMI call failed once, see ticket' }),
  ],
  [
    'available with words of trouble in its extra',
    'healthy',
    available({
      extra: { note: 'No valid host was found. Timeout reached while waiting for callback' },
      properties: { cpu_arch: 'x86_64', comment: 'disk failed 2025' },
    }),
  ],
  [
    'available, locked by power sync for two seconds',
    'healthy',
    available({ reservation: 'conductor-1', updated_at: minutesAgo(2 / 60) }),
  ],
  [
    'available beside a conductor that went long ago',
    'healthy',
    available(
      {},
      {
        conductors: [
          conductor('conductor-1'),
          conductor('retired-host', { alive: false, updated_at: minutesAgo(90 * DAY) }),
        ],
      },
    ),
  ],
  [
    'available beside a conductor of another group that is down',
    'healthy',
    available(
      {},
      {
        conductors: [
          conductor('conductor-1'),
          conductor('rack-b-1', { alive: false, conductor_group: 'rack-b', updated_at: minutesAgo(5) }),
        ],
      },
    ),
  ],
  [
    'available beside a nova-compute that is disabled elsewhere',
    'healthy',
    available(
      {},
      {
        compute_services: [
          COMPUTE,
          { ...COMPUTE, id: 2, host: 'compute-2', status: 'disabled', disabled_reason: 'upgrade' },
        ],
      },
    ),
  ],
  [
    'available beside a nova-compute that is down elsewhere',
    'healthy',
    available({}, { compute_services: [COMPUTE, { ...COMPUTE, id: 2, host: 'compute-2', state: 'down' }] }),
  ],
  [
    'available for a minute, not in Placement yet',
    'insufficient-evidence',
    available(
      { provision_updated_at: minutesAgo(1), updated_at: minutesAgo(1) },
      { resource_provider: null, inventories: null, allocations: null },
    ),
  ],
  [
    'available for a minute, still reserved in Placement',
    'insufficient-evidence',
    available({ provision_updated_at: minutesAgo(1), updated_at: minutesAgo(1) }, held(1, [])),
  ],
  [
    'available in a rack where another node has a power fault',
    'healthy',
    available(
      {},
      {
        nodes: [
          {
            ...HEALTHY_NODE,
            uuid: OTHER,
            name: 'node-18',
            maintenance: true,
            fault: 'power failure',
            maintenance_reason: 'During sync_power_state, max retries exceeded',
          },
        ],
      },
    ),
  ],
  [
    'available beside others that wait for their ramdisk',
    'healthy',
    available(
      {},
      {
        nodes: [1, 2, 3].map((n) => ({
          ...HEALTHY_NODE,
          uuid: `${n}`,
          provision_state: 'clean wait',
          provision_updated_at: minutesAgo(60),
        })),
      },
    ),
  ],
  ['available and protected', 'healthy', available({ protected: true, protected_reason: 'spare' })],
  [
    'available and bonded with LACP',
    'healthy',
    available({}, { portgroups: [{ uuid: 'g', name: 'bond0', mode: '802.3ad' }] }),
  ],
  [
    'available with a port that is not for PXE',
    'healthy',
    available(
      {},
      { ports: [PORT, { ...PORT, uuid: 'p2', address: '52:54:00:00:00:18', pxe_enabled: false }] },
    ),
  ],
  ['available under another conductor after a take-over', 'healthy', available({ conductor: 'conductor-2' })],
  ['available, and its conductor is called in capitals', 'healthy', available({ conductor: 'CONDUCTOR-1' })],
  ['manageable', 'healthy', available({ provision_state: 'manageable' })],
  [
    'manageable and never powered',
    'healthy',
    available({ provision_state: 'manageable', power_state: null, provision_updated_at: minutesAgo(3) }),
  ],
  [
    'enrolled a minute ago',
    'healthy',
    available({
      provision_state: 'enroll',
      power_state: null,
      provision_updated_at: minutesAgo(1),
      conductor: 'conductor-1',
    }),
  ],
  [
    'enrolled last week, before anybody gave it a BMC',
    'healthy',
    available(
      { provision_state: 'enroll', power_state: null, driver_info: {}, provision_updated_at: null },
      { validation: { ...VALID, deploy: { result: false, reason: 'x' } } },
    ),
  ],
];
