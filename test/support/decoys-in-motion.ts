import {
  active,
  asked,
  available,
  beat,
  busy,
  conductor,
  DAY,
  type Decoy,
  HOUR,
  held,
  IPMI_ERROR,
  PORT,
  port,
  SERVER,
  step,
} from './decoy-cloud.ts';
import { HEALTHY_NODE, minutesAgo } from './facts.ts';
import { COMPUTE, flavor, GOLD, GOLD_2 } from './scheduling.ts';

/** Operations that take their time, people's holds, and questions that are not about one node. */
export const IN_MOTION: readonly Decoy[] = [
  [
    'wait call-back, on a clock half a minute ahead of ours',
    'healthy',
    busy('wait call-back', -0.5, { updated_at: minutesAgo(-0.5) }),
  ],
  [
    'deploying beside a conductor that drains and leaves',
    'healthy',
    busy(
      'deploying',
      5,
      { reservation: 'conductor-1' },
      {
        conductors: [
          conductor('conductor-1'),
          conductor('conductor-2', { alive: false, updated_at: minutesAgo(2) }),
        ],
      },
    ),
  ],
  [
    'unrescuing for two minutes',
    'healthy',
    busy('unrescuing', 2, { reservation: 'conductor-1', instance_uuid: SERVER }, held(1, [SERVER])),
  ],
  ['deleting for two minutes', 'healthy', busy('deleting', 2, { reservation: 'conductor-1' })],
  [
    'service wait for a RAID step of two hours',
    'healthy',
    busy(
      'service wait',
      120,
      {
        ...beat(20),
        service_step: { step: 'apply_configuration', interface: 'raid' },
        instance_uuid: SERVER,
      },
      held(1, [SERVER]),
    ),
  ],
  ['wait call-back for nine minutes on a machine that boots slowly', 'healthy', busy('wait call-back', 9)],
  ['clean wait through a reboot between two steps', 'healthy', busy('clean wait', 7, beat(7 * 60 + 5))],
  [
    'deploying while the conductor answers late',
    'healthy',
    busy(
      'deploying',
      5,
      { reservation: 'conductor-1' },
      { conductors: [conductor('conductor-1', { updated_at: minutesAgo(0.9) })] },
    ),
  ],
  ['deploying for three minutes', 'healthy', busy('deploying', 3, { reservation: 'conductor-1' })],
  [
    'deploying for forty minutes with a big image',
    'healthy',
    busy('deploying', 40, { reservation: 'conductor-1' }),
  ],
  [
    'deploying for forty minutes an image of 80 GiB, alone on its conductor',
    'healthy',
    busy(
      'deploying',
      40,
      { reservation: 'conductor-1' },
      { image: { id: 'i', name: 'big', disk_format: 'qcow2', size: 2 ** 30, virtual_size: 80 * 2 ** 30 } },
    ),
  ],
  ['deploying for a minute, between two tasks', 'healthy', busy('deploying', 1)],
  ['wait call-back for three minutes', 'healthy', busy('wait call-back', 3)],
  [
    'wait call-back while the image is being written',
    'healthy',
    busy('wait call-back', 0.5, { ...beat(20), deploy_step: { step: 'write_image', interface: 'deploy' } }),
  ],
  ['clean wait for four minutes, booting', 'healthy', busy('clean wait', 4)],
  [
    'clean wait with progress',
    'healthy',
    busy('clean wait', 1, {
      ...beat(15, { last_power_state_change: minutesAgo(22) }),
      ...step('erase_devices_metadata'),
    }),
  ],
  [
    'clean wait through a night of erasing',
    'healthy',
    busy('clean wait', 1, {
      ...beat(15, { last_power_state_change: minutesAgo(7 * HOUR) }),
      ...step('erase_devices'),
    }),
  ],
  [
    'clean wait through a burn-in of hours',
    'healthy',
    busy('clean wait', 200, { ...beat(15), ...step('burnin_memory') }),
  ],
  [
    'clean wait on the last step after a night of erasing',
    'healthy',
    busy('clean wait', 1, {
      ...beat(15, {
        last_power_state_change: minutesAgo(7 * HOUR),
        clean_steps: [{ step: 'erase_devices' }, { step: 'erase_devices_metadata' }],
        clean_step_index: 1,
      }),
      ...step('erase_devices_metadata'),
    }),
  ],
  [
    'clean wait at an unknown step for forty minutes',
    'insufficient-evidence',
    busy('clean wait', 40, { ...beat(15), ...step('our_own_step') }),
  ],
  [
    'cleaning for ten minutes in the conductor',
    'healthy',
    busy('cleaning', 10, { reservation: 'conductor-1' }),
  ],
  [
    'service wait while firmware is being written',
    'healthy',
    busy(
      'service wait',
      20,
      {
        driver_internal_info: { servicing_polling: true },
        service_step: { step: 'update', interface: 'firmware' },
        instance_uuid: SERVER,
      },
      { instance: { id: SERVER, name: 'db-1', status: 'ACTIVE' }, ...held(1, [SERVER]) },
    ),
  ],
  ['inspect wait for two minutes', 'healthy', busy('inspect wait', 2)],
  [
    'verifying for ten seconds',
    'healthy',
    busy('verifying', 10 / 60, { reservation: 'conductor-1', power_state: null }),
  ],
  [
    'rescue wait for five minutes',
    'healthy',
    busy('rescue wait', 4, { instance_uuid: SERVER }, held(1, [SERVER])),
  ],
  [
    'wait call-back, and Neutron has the port of the deploy',
    'healthy',
    busy(
      'wait call-back',
      3,
      {},
      {
        ports: [{ ...PORT, internal_info: { provisioning_vif_port_id: 'n1' } }],
        neutron_ports: [port({ device_id: HEALTHY_NODE.uuid })],
      },
    ),
  ],
  // A person's doing.
  [
    "an operator's maintenance",
    'operator-maintenance',
    available({ maintenance: true, maintenance_reason: 'swap DIMM, power failure expected' }),
  ],
  [
    "an operator's maintenance of an active node with an old error",
    'operator-maintenance',
    active({ maintenance: true, maintenance_reason: 'moving rack', last_error: IPMI_ERROR }),
  ],
  [
    'a long wait under maintenance',
    'operator-maintenance',
    busy('clean wait', 5 * HOUR, { maintenance: true, maintenance_reason: 'debugging the ramdisk' }),
  ],
  ['clean hold for a day', 'operator-maintenance', busy('clean hold', DAY)],
  ['deploy hold for an hour', 'operator-maintenance', busy('deploy hold', HOUR)],
  [
    'retired and free',
    'operator-maintenance',
    available({ retired: true, retired_reason: 'end of life', provision_state: 'manageable' }),
  ],
  [
    'aborted cleaning',
    'operator-maintenance',
    busy('clean failed', 10, { last_error: 'By request, the clean operation was aborted during clean step' }),
  ],
  // Sparse, or asked about something else.
  ['a snapshot of an available node alone', 'healthy', { node: HEALTHY_NODE }],
  ['a server that runs', 'healthy', { instance: { id: SERVER, name: 'db-1', status: 'ACTIVE' } }],
  ['a flavor with a free node', 'healthy', asked({})],
  [
    'a flavor that forbids a trait which no free node has',
    'healthy',
    asked({
      flavor: flavor({ 'trait:CUSTOM_BROKEN': 'forbidden' }),
      nodes: [{ ...GOLD, traits: ['CUSTOM_FAST'] }, GOLD_2],
    }),
  ],
  [
    'a flavor with one node in use and one free',
    'healthy',
    asked({ nodes: [GOLD, { ...GOLD_2, provision_state: 'active', instance_uuid: SERVER }] }),
  ],
  [
    'a flavor beside a disabled nova-compute of other nodes',
    'healthy',
    asked({ compute_services: [COMPUTE, { ...COMPUTE, id: 2, host: 'compute-2', status: 'disabled' }] }),
  ],
  [
    'a log of routine lines',
    'insufficient-evidence',
    {
      logs: [
        {
          source: 'ironic-conductor',
          host: 'c1',
          lines: [
            '2026-11-22 17:00:00.000 1 INFO ironic.conductor.utils [-] Successfully set node power state to power on by power on.',
            '2026-11-22 17:00:00.000 1 WARNING ironic.drivers.modules.agent_base [-] Heartbeat took longer than usual, no error, timeout 30',
          ],
        },
      ],
    },
  ],
];
