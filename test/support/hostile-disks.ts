import { type FactsInMemory, minutesAgo } from './facts.ts';
import { conductor, node } from './hostile-cloud.ts';

const GIB = 2 ** 30;
const SSL =
  "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: ";

function image(evil: string, fields: object = {}) {
  return {
    id: evil,
    name: evil,
    disk_format: 'qcow2',
    size: GIB,
    virtual_size: 80 * GIB,
    os_distro: evil,
    ...fields,
  };
}
function disk(evil: string, name: string) {
  return {
    name,
    vendor: evil,
    model: `PERC ${evil}`,
    serial: evil,
    wwn: evil,
    hctl: evil,
    by_path: evil,
    size: 400 * GIB,
  };
}
function failed(evil: string, last_error: string, fields: object = {}) {
  return {
    node: node(evil, {
      provision_state: 'deploy failed',
      provision_updated_at: minutesAgo(5),
      instance_info: { image_source: evil },
      last_error,
      ...fields,
    }),
    history: [],
  };
}

/** Images, disks, volumes and clocks in which every name is `evil`. */
export const DISKS: Record<string, (evil: string) => FactsInMemory> = {
  'image without mount points': (evil) => ({
    ...failed(evil, 'mount: /tmp/x/dev: mount point does not exist', { instance_uuid: null }),
    image: image(evil, { img_type: 'partition', kernel_id: evil, ramdisk_id: evil }),
  }),
  'image of another format': (evil) => ({
    ...failed(evil, 'Security: Expected format was qcow2, but image was actually raw'),
    image: image(evil),
  }),
  'NVMe partition': (evil) => ({
    ...failed(evil, 'lsblk: /dev/nvme0n1p2: not a block device', {
      instance_uuid: null,
      instance_info: { image_source: evil, kernel: evil, ramdisk: evil },
    }),
    image: null,
  }),
  'disk that is not erased': (evil) => ({
    ...failed(
      evil,
      'Error erasing block device: Unable to erase block device /dev/sda: device is unsupported.',
      {
        provision_state: 'clean failed',
        raid_interface: evil,
      },
    ),
    inventory: { inventory: { disks: [disk(evil, '/dev/sda')] } },
  }),
  'NVMe disk that is not formatted': (evil) =>
    failed(evil, `nvme-cli did not return any supported format modes for device: /dev/nvme0n1;${evil}`, {
      provision_state: 'clean failed',
    }),
  'root device that no disk is': (evil) => ({
    ...failed(evil, 'No suitable device was found for deployment using these hints', {
      properties: { root_device: { serial: 'other' } },
    }),
    inventory: { inventory: { disks: [disk(evil, evil)] } },
  }),
  'root device by name': (evil) => ({
    node: node(evil, {
      provision_state: 'active',
      reservation: null,
      properties: { root_device: { name: '/dev/sda' } },
    }),
    inventory: { inventory: { disks: [disk(evil, '/dev/sda'), disk(`${evil}2`, '/dev/sdb')] } },
  }),
  'config drive gone': (evil) => ({
    ...failed(
      evil,
      `Can't download the configdrive content for node x from 'https://s/c?temp_url_sig=1'. Got status code '401'`,
    ),
    instance_actions: [{ action: 'create', request_id: evil, start_time: minutesAgo(90_000) }],
  }),
  'config drive gone, without Nova': (evil) =>
    failed(
      evil,
      `Can't download the configdrive content for node x from 'https://s/c?temp_url_sig=1'. Got status code '404'`,
      {
        instance_uuid: null,
      },
    ),
  'boot volume lost': (evil) => ({
    node: node(evil, {
      provision_state: 'active',
      storage_interface: 'cinder',
      last_error: 'CHAP authentication failed',
    }),
    history: [{ uuid: 'h', created_at: minutesAgo(9), event: 'CHAP authentication failed' }],
    volume_targets: [{ uuid: evil, boot_index: 0, volume_id: evil, volume_type: evil }],
  }),
  'agent certificate': (evil) =>
    failed(
      evil,
      `Failed to connect to the agent running on node x: port=9999 ${SSL}self-signed certificate`,
      {
        driver_internal_info: { agent_verify_ca: evil, agent_url: evil, agent_version: evil },
      },
    ),
  'agent clock': (evil) =>
    failed(
      evil,
      `Failed to connect to the agent running on node x: port=9999 ${SSL}certificate is not yet valid`,
      {
        driver_info: { kernel_append_params: `ipa-ntp-server=${evil}` },
      },
    ),
  'slow image': (evil) => ({
    node: node(evil, { provision_state: 'deploying', provision_updated_at: minutesAgo(70) }),
    image: image(evil),
    nodes: [],
    conductors: [conductor(evil)],
  }),
  'starved conductor': (evil) => ({
    node: node(evil, { provision_state: 'cleaning' }),
    nodes: ['cleaning', 'deleting'].map((provision_state, index) =>
      node(evil, { uuid: `${evil}${index}`, provision_state }),
    ),
    conductors: [conductor(evil)],
  }),
};
