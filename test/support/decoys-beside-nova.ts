import {
  active,
  available,
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
} from './decoy-cloud.ts';
import { HEALTHY_NODE, minutesAgo } from './facts.ts';
import { COMPUTE, GOLD_2, hypervisor } from './scheduling.ts';

const server = (fields: Record<string, unknown> = {}) => ({
  instance: {
    id: SERVER,
    name: 'db-1',
    status: 'ACTIVE',
    'OS-EXT-SRV-ATTR:hypervisor_hostname': HEALTHY_NODE.uuid,
    'OS-EXT-SRV-ATTR:host': 'compute-1',
    ...fields,
  },
});
const fresh = { provision_updated_at: minutesAgo(0.3), updated_at: minutesAgo(0.3) };
const NOVAS = { instance_info: { display_name: 'db-1', vcpus: '8', memory_mb: '16384', nova_host_id: 'h' } };
const nobody = { instance: null, ...held(0, []) };
const denied = (reason: string) => ({ kind: 'denied', reason }) as const;

/** What a cloud of Ironic alone has nothing to ask for. */
const ABSENT = [
  'instance',
  'instance_actions',
  'compute_services',
  'hypervisors',
  'flavor',
  'resource_provider',
  'inventories',
  'allocations',
  'neutron_ports',
  'networks',
  'image',
];

/** Ironic and Nova, who tell of one thing one after the other, and uses of Ironic that Nova never hears of. */
export const BESIDE_NOVA: readonly Decoy[] = [
  [
    'active for seconds while Nova still builds',
    'insufficient-evidence',
    active(fresh, server({ status: 'BUILD' })),
  ],
  [
    'active while Nova spawns, a minute longer',
    'insufficient-evidence',
    active(
      { provision_updated_at: minutesAgo(3) },
      server({ status: 'BUILD', 'OS-EXT-STS:task_state': 'spawning' }),
    ),
  ],
  [
    'deploying, and the server is in BUILD',
    'healthy',
    busy(
      'deploying',
      2,
      { reservation: 'conductor-1', instance_uuid: SERVER },
      { ...server({ status: 'BUILD' }), ...held(1, [SERVER]) },
    ),
  ],
  [
    'deploying in a rebuild of an ACTIVE server',
    'healthy',
    busy(
      'deploying',
      2,
      { reservation: 'conductor-1', instance_uuid: SERVER },
      { ...server({ status: 'REBUILD', 'OS-EXT-STS:task_state': 'rebuilding' }), ...held(1, [SERVER]) },
    ),
  ],
  [
    'deleting, and Nova has forgotten the server',
    'healthy',
    busy(
      'deleting',
      0.5,
      { reservation: 'conductor-1', instance_uuid: SERVER },
      { instance: null, ...held(1, [SERVER]) },
    ),
  ],
  [
    'active for seconds with a server that is being deleted',
    'insufficient-evidence',
    active({}, server({ 'OS-EXT-STS:task_state': 'deleting' })),
  ],
  [
    'active while Nova resizes the server',
    'insufficient-evidence',
    active({}, server({ status: 'RESIZE', 'OS-EXT-STS:task_state': 'resize_migrating' })),
  ],
  [
    'active while Nova shelves the server',
    'insufficient-evidence',
    active({}, server({ status: 'ACTIVE', 'OS-EXT-STS:task_state': 'shelving_image_uploading' })),
  ],
  [
    'cleaning after its server was shelved and offloaded',
    'healthy',
    busy('cleaning', 3, { reservation: 'conductor-1' }),
  ],
  [
    'active and on, the server stopped a minute ago',
    'healthy',
    active({}, server({ status: 'SHUTOFF', updated: minutesAgo(1) })),
  ],
  [
    'active and switched off at its button five minutes ago',
    'insufficient-evidence',
    active(
      { power_state: 'power off', driver_internal_info: { last_power_state_change: minutesAgo(5) } },
      server({ updated: minutesAgo(9 * DAY) }),
    ),
  ],
  [
    'active, on its way to power off',
    'insufficient-evidence',
    active({ target_power_state: 'power off' }, server({ status: 'SHUTOFF', updated: minutesAgo(40) })),
  ],
  [
    "active and off in an operator's hands, Nova not told",
    'operator-maintenance',
    active(
      {
        power_state: 'power off',
        maintenance: true,
        fault: null,
        maintenance_reason: 'INC-4411 swapping DIMM B2',
        driver_internal_info: { last_power_state_change: minutesAgo(2 * HOUR) },
      },
      server({ updated: minutesAgo(9 * DAY) }),
    ),
  ],
  [
    'active, its server paused by its cell',
    'insufficient-evidence',
    active({}, server({ status: 'UNKNOWN', 'OS-EXT-SRV-ATTR:hypervisor_hostname': null })),
  ],
  [
    'active, asked by somebody whom Nova shows no host',
    'healthy',
    active(
      {},
      server({
        'OS-EXT-SRV-ATTR:hypervisor_hostname': undefined,
        'OS-EXT-SRV-ATTR:host': undefined,
      }),
    ),
  ],
  [
    'active with a server of a project that this credential cannot see',
    'insufficient-evidence',
    {
      ...active({}, { instance: null, ...held(1, [SERVER]), compute_services: undefined }),
      unread: {
        compute_services: denied('Nova does not allow this to the credentials'),
        allocations: denied('Placement does not allow this to the credentials'),
      },
    },
  ],
  [
    'active by an allocation, of which Nova knows nothing',
    'healthy',
    active({ instance_uuid: OTHER, allocation_uuid: OTHER }, nobody),
  ],
  [
    'active by adoption, leased to a project',
    'healthy',
    active({ instance_uuid: null, lessee: 'p' }, nobody),
  ],
  [
    'active by bifrost, with an id of its own',
    'insufficient-evidence',
    active({ instance_uuid: OTHER, instance_info: { image_source: 'http://10.0.0.1/d.qcow2' } }, nobody),
  ],
  [
    'active by Metal3 in a cloud without Nova',
    'healthy',
    {
      ...active({ instance_uuid: OTHER, instance_info: { capabilities: { boot_option: 'local' } } }),
      ...Object.fromEntries(ABSENT.map((name) => [name, undefined])),
      unread: Object.fromEntries(
        ABSENT.map((name) => [name, { kind: 'not-deployed', reason: 'this cloud has none' }]),
      ),
    },
  ],
  [
    'active under one of several nova-computes, the others of other cells',
    'healthy',
    active(
      {},
      {
        ...server(),
        compute_services: [
          COMPUTE,
          { ...COMPUTE, id: 2, host: 'cell2-compute', state: 'down', status: 'enabled' },
          { ...COMPUTE, id: 3, host: 'cell3-compute', status: 'disabled', disabled_reason: 'drained' },
        ],
      },
    ),
  ],
  [
    'available, listed under a nova-compute of the hash ring',
    'healthy',
    available(
      {},
      {
        compute_services: [COMPUTE, { ...COMPUTE, id: 2, host: 'compute-2', state: 'down' }],
        hypervisors: [hypervisor(HEALTHY_NODE), hypervisor(GOLD_2, 'compute-2')],
      },
    ),
  ],
  [
    'enrolled five minutes ago, in nobody else yet',
    'healthy',
    available(
      {
        provision_state: 'manageable',
        created_at: minutesAgo(5),
        provision_updated_at: minutesAgo(3),
        updated_at: minutesAgo(3),
      },
      { resource_provider: null, inventories: null, allocations: null, ports: [], hypervisors: [] },
    ),
  ],
  [
    'active since years, deployed by Nova, the concurrency limit in its history',
    'healthy',
    active(NOVAS, {
      ...server(),
      history: [
        event(
          400 * DAY,
          'Concurrent process limit for "deployment" has been reached. Please contact your administrator and try again later.',
        ),
        event(401 * DAY, 'Timed out waiting for a reply to message ID 1a2b'),
      ],
    }),
  ],
  [
    'a server that runs, with a request of last week that got no answer',
    'healthy',
    {
      ...server(),
      instance_actions: [
        {
          action: 'reboot',
          request_id: 'req-1',
          start_time: minutesAgo(7 * DAY),
          message: 'Error',
          events: [
            {
              event: 'compute_reboot_instance',
              result: 'Error',
              traceback: 'MessagingTimeout: Timed out waiting for a reply to message ID 1a2b',
            },
          ],
        },
      ],
    },
  ],
  [
    'a server that runs on a node whose port Nova is about to detach',
    'healthy',
    {
      ...server({ 'OS-EXT-STS:task_state': null }),
      ...active(),
      ports: [{ ...PORT, internal_info: { tenant_vif_port_id: 'n1' } }],
      neutron_ports: [port({ device_id: SERVER, device_owner: 'compute:nova' })],
    },
  ],
  [
    'active and powered by Ironic, its server suspended',
    'healthy',
    active({}, server({ status: 'SUSPENDED', updated: minutesAgo(DAY) })),
  ],
];
