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
  SERVER,
  step,
} from './decoy-cloud.ts';
import { minutesAgo } from './facts.ts';

const GIB = 2 ** 30;
const BIG = {
  id: 'i',
  name: 'windows',
  disk_format: 'qcow2',
  size: 6 * GIB,
  virtual_size: 120 * GIB,
};
const REFUSED =
  'Failed to change power state to "power on". Error: iscsiadm: initiator reported error (24 - iSCSI login failed due to authorization failure)';
const volume = (fields: Record<string, unknown> = {}) => ({
  volume_targets: [{ uuid: 't', boot_index: 0, volume_type: 'iscsi', volume_id: 'v', ...fields }],
});
const disks = (...sizes: readonly number[]) => ({
  inventory: { inventory: { disks: sizes.map((size, n) => ({ name: `/dev/sd${'abcd'[n]}`, size })) } },
});

/** Volumes, images and disks that are in order, and work on them that takes its time. */
export const ON_DISKS: readonly Decoy[] = [
  [
    'active from a volume, with a refused login of twelve days ago still in last_error',
    'healthy',
    active(
      { storage_interface: 'cinder', last_error: REFUSED },
      { ...volume(), history: [event(12 * DAY, REFUSED)] },
    ),
  ],
  [
    'active from a volume, the refused login in last_error and the history pruned',
    'healthy',
    active({ storage_interface: 'cinder', last_error: REFUSED }, volume()),
  ],
  [
    'active from a volume, refused three hours ago and attached since',
    'healthy',
    active({ storage_interface: 'cinder' }, { ...volume(), history: [event(3 * HOUR, REFUSED)] }),
  ],
  [
    'active from a volume, and stopped by its tenant',
    'healthy',
    active(
      { storage_interface: 'cinder', power_state: 'power off' },
      { ...volume(), instance: { id: SERVER, name: 'db-1', status: 'SHUTOFF' } },
    ),
  ],
  [
    'active from its own disk, with volumes attached as data',
    'healthy',
    active({ storage_interface: 'cinder' }, volume({ boot_index: 1 })),
  ],
  [
    'active from its own disk, a volume of an earlier tenant left in its list',
    'healthy',
    active({ storage_interface: 'noop' }, volume()),
  ],
  [
    'active from a volume, stopped a moment ago',
    'healthy',
    active(
      { storage_interface: 'cinder' },
      {
        ...volume(),
        instance: { id: SERVER, name: 'db-1', status: 'SHUTOFF', updated: minutesAgo(0.5) },
      },
    ),
  ],
  [
    'active with a whole-disk image that has a kernel_id left over',
    'healthy',
    active(
      { instance_info: { image_source: 'i', kernel: 'k', ramdisk: 'r', image_type: 'whole-disk' } },
      { image: { id: 'i', name: 'ubuntu', disk_format: 'raw', kernel_id: 'k', ramdisk_id: 'r' } },
    ),
  ],
  [
    'available with a root hint by name and one disk that is large enough',
    'healthy',
    available({ properties: { root_device: { name: '/dev/sda' } } }, disks(5e11, 2e9)),
  ],
  [
    'available with a root hint by name, never inspected',
    'healthy',
    available({ properties: { root_device: { name: '/dev/sda' } } }, { inventory: null }),
  ],
  [
    'available with a root hint by serial number',
    'healthy',
    available({ properties: { root_device: { serial: 's3c' } } }, disks(5e11, 5e11)),
  ],
  [
    'available with a root hint that only fits one disk by size',
    'healthy',
    available({ properties: { root_device: { size: '>= 1000' } } }, disks(5e11, 2e12)),
  ],
  [
    'available with a root hint by path and no answer about its disks',
    'healthy',
    {
      ...available({ properties: { root_device: { name: 's== /dev/nvme0n1' } } }),
      unread: { inventory: { kind: 'unsupported', reason: 'needs Ironic API 1.81' } },
    },
  ],
  [
    'deploying a big image for twelve minutes beside four others',
    'healthy',
    busy(
      'deploying',
      12,
      { reservation: 'conductor-1' },
      {
        image: BIG,
        nodes: [1, 2, 3, 4].map((n) => ({
          uuid: `${n}`,
          name: `peer-${n}`,
          provision_state: 'deploying',
          reservation: 'conductor-1',
          provision_updated_at: minutesAgo(12),
        })),
      },
    ),
  ],
  [
    'writing a big image for a quarter of an hour',
    'healthy',
    busy(
      'wait call-back',
      15,
      { ...beat(20), deploy_step: { step: 'write_image', interface: 'deploy' } },
      { image: BIG },
    ),
  ],
  [
    'erasing for ten hours in a manual cleaning with burn-in',
    'healthy',
    busy('clean wait', 10 * HOUR, {
      ...beat(15, { last_power_state_change: minutesAgo(10 * HOUR) }),
      ...step('burnin_disk'),
      target_provision_state: 'manageable',
    }),
  ],
  [
    'servicing for ninety minutes with firmware',
    'healthy',
    busy(
      'service wait',
      90,
      {
        driver_internal_info: { servicing_polling: true },
        service_step: { step: 'update', interface: 'firmware' },
        instance_uuid: SERVER,
      },
      { instance: { id: SERVER, name: 'db-1', status: 'ACTIVE' }, ...held(1, [SERVER]) },
    ),
  ],
  [
    'cleaning for ninety minutes with a firmware update out of band',
    'healthy',
    busy('clean wait', 90, {
      driver_internal_info: { cleaning_polling: true },
      ...step('update', 'firmware'),
    }),
  ],
  [
    'available with an erase that was refused a month ago',
    'healthy',
    available(
      { last_error: 'Clean step erase_devices failed: Secure erase failed for device /dev/sda' },
      { history: [event(30 * DAY, 'Clean step erase_devices failed: Secure erase failed')] },
    ),
  ],
  [
    'clean failed because a person stopped it, the disk mentioned',
    'operator-maintenance',
    busy('clean failed', 10, {
      last_error:
        'By request, the clean operation was aborted during or after the completion of step "erase_devices" of /dev/sda',
    }),
  ],
];
