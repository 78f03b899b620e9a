import {
  active,
  asked,
  available,
  busy,
  conductor,
  DAY,
  type Decoy,
  event,
  HOUR,
  IPMI_ERROR,
  OTHER,
  SERVER,
} from './decoy-cloud.ts';
import { HEALTHY_NODE, minutesAgo } from './facts.ts';
import { COMPUTE, GOLD, GOLD_2 } from './scheduling.ts';

const peers = (count: number, fields: (n: number) => Record<string, unknown>) =>
  Array.from({ length: count }, (_, n) => ({
    ...GOLD_2,
    uuid: `22222222-2222-4222-8222-${String(n).padStart(12, '0')}`,
    name: `peer-${n}`,
    ...fields(n),
  }));
const lines = (source: string, host: string, ...text: readonly string[]) => ({
  logs: [{ source, host, lines: text }],
});
const at = (level: string, rest: string) => `2026-11-22 17:40:00.000 1 ${level} ${rest}`;
const OOM =
  'Nov 22 17:00:00 other-1 kernel: Out of memory: Killed process 4711 (ironic-conductor) total-vm:9000000kB';

/** Waves, neighbours, conductors of other nodes, and logs that are loud about what is over or somebody else's. */
export const IN_FLEETS: readonly Decoy[] = [
  [
    'deploying in a wave of two hundred, below the limit',
    'healthy',
    busy(
      'deploying',
      6,
      { reservation: 'conductor-1' },
      {
        nodes: peers(200, (n) => ({
          provision_state: n % 2 ? 'deploying' : 'wait call-back',
          reservation: n % 2 ? 'conductor-1' : null,
          provision_updated_at: minutesAgo(5),
        })),
      },
    ),
  ],
  [
    'cleaning for fifty minutes beside deploys on the same conductor',
    'healthy',
    busy(
      'cleaning',
      25,
      { reservation: 'conductor-1' },
      {
        nodes: peers(6, (n) => ({
          provision_state: n % 2 ? 'deploying' : 'cleaning',
          reservation: 'conductor-1',
          provision_updated_at: minutesAgo(25),
        })),
      },
    ),
  ],
  [
    'available beside four nodes that a restart of their conductor failed',
    'healthy',
    available(
      {},
      {
        nodes: peers(4, () => ({
          provision_state: 'deploy failed',
          provision_updated_at: minutesAgo(20),
          last_error: 'The deploying operation cannot be resumed by conductor conductor-1',
        })),
      },
    ),
  ],
  [
    'available, the memory of its conductor short a month ago',
    'healthy',
    available(
      {},
      {
        history: [
          event(
            30 * DAY,
            'Available memory at 300, Insufficient as 1024 is required to proceed at this time',
          ),
        ],
      },
    ),
  ],
  [
    'active on the last living conductor of its group',
    'healthy',
    active(
      { conductor_group: 'edge', conductor: 'edge-1' },
      {
        conductors: [
          conductor('edge-1', { conductor_group: 'edge' }),
          conductor('edge-2', { conductor_group: 'edge', alive: false, updated_at: minutesAgo(40 * DAY) }),
          conductor('conductor-1', { alive: false, updated_at: minutesAgo(3) }),
        ],
      },
    ),
  ],
  [
    'available, its group spelled in another case',
    'healthy',
    available(
      { conductor_group: 'Edge', conductor: 'edge-1' },
      { conductors: [conductor('edge-1', { conductor_group: 'edge' })] },
    ),
  ],
  [
    'active, and its log is full of warnings that were tried again',
    'healthy',
    active(
      {},
      {
        ...lines(
          'ironic-conductor',
          'conductor-1',
          ...Array.from({ length: 200 }, () =>
            at(
              'WARNING',
              `ironic.drivers.modules.ipmitool [-] IPMI Error while attempting "ipmitool power status" for node ${HEALTHY_NODE.uuid}. Error: timeout. Retrying`,
            ),
          ),
        ),
      },
    ),
  ],
  [
    'active, and its log holds errors of its deploy of this morning',
    'healthy',
    active(
      {},
      {
        ...lines(
          'ironic-conductor',
          'conductor-1',
          at(
            'ERROR',
            `ironic.conductor.utils [-] Timeout reached while waiting for callback for node ${HEALTHY_NODE.uuid}`,
          ),
          at(
            'ERROR',
            `ironic.drivers.modules.agent_client [-] Failed to connect to the agent of node ${HEALTHY_NODE.uuid}: SSL: CERTIFICATE_VERIFY_FAILED`,
          ),
        ),
      },
    ),
  ],
  [
    'available, and the log tells of another node',
    'healthy',
    available(
      {},
      lines(
        'ironic-conductor',
        'conductor-1',
        at('ERROR', `ironic.conductor.manager [-] ${IPMI_ERROR.replace('node x', `node ${OTHER}`)}`),
      ),
    ),
  ],
  [
    'active, and the kernel of another host ran out of memory',
    'healthy',
    active({}, lines('kernel', 'other-1', OOM)),
  ],
  [
    'available, and a request met its lock for a second',
    'healthy',
    available(
      {},
      lines(
        'ironic-conductor',
        'conductor-1',
        at(
          'INFO',
          `ironic.conductor.task_manager [req-1] Node ${HEALTHY_NODE.uuid} is locked by host conductor-1, retrying`,
        ),
      ),
    ),
  ],
  [
    'deploying for five minutes, an answer of the agent asked for twice in the log',
    'healthy',
    busy(
      'deploying',
      5,
      { reservation: 'conductor-1', instance_uuid: SERVER },
      {
        instance: { id: SERVER, name: 'db-1', status: 'BUILD' },
        ...lines(
          'ironic-conductor',
          'conductor-1',
          at(
            'WARNING',
            `ironic.drivers.modules.agent_client [-] Agent of node ${HEALTHY_NODE.uuid} did not answer, attempt 1 of 3`,
          ),
        ),
      },
    ),
  ],
  [
    'a flavor below the limit while forty others deploy',
    'healthy',
    asked({
      nodes: [
        GOLD,
        ...peers(40, () => ({ provision_state: 'deploying', provision_updated_at: minutesAgo(4) })),
      ],
    }),
  ],
  [
    'a flavor beside nova-computes of other cells that are down',
    'healthy',
    asked({ compute_services: [COMPUTE, { ...COMPUTE, id: 2, host: 'cell2-compute', state: 'down' }] }),
  ],
  ['wait call-back for five minutes, the logs not configured', 'healthy', busy('wait call-back', 5)],
  [
    "clean failed in a person's hands, who looks at the disk",
    'operator-maintenance',
    busy('clean hold', 3 * HOUR, {
      maintenance: true,
      fault: null,
      maintenance_reason: 'looking at /dev/sda, secure erase failed',
    }),
  ],
  [
    'retired and active',
    'healthy',
    active(
      { retired: true, retired_reason: 'end of lease', last_error: IPMI_ERROR },
      {
        history: [event(60 * DAY, IPMI_ERROR)],
      },
    ),
  ],
  [
    'available on Redfish after a firmware update of yesterday',
    'healthy',
    available(
      {
        driver: 'redfish',
        driver_info: { redfish_address: 'https://10.4.12.17', redfish_system_id: '/redfish/v1/Systems/1' },
      },
      {
        drivers: [{ name: 'redfish' }],
        firmware: [
          { component: 'bmc', initial_version: '1.0', current_version: '2.0', updated_at: minutesAgo(DAY) },
        ],
        history: [event(2 * DAY, 'Failed to insert virtual media: HTTP 500')],
      },
    ),
  ],
];
