import { uuidFrom } from '../ids.ts';
import type { Scenario } from '../scenario.ts';
import { day, minute, zuluTime } from '../times.ts';
import { blame } from '../troubles.ts';

export default {
  name: 'nvme-not-a-block-device',
  expect: {
    subject: 'bm-d03',
    causes: ['image-invalid'],
    section: 'nvme-partition',
    title: 'A deployment to a machine with new disks',
  },
  build(site) {
    const failed = 21 * minute;
    const node = site.node({
      name: 'bm-d03',
      resource_class: 'bm.nvme-partition',
      leaf: 'leaf-d1',
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      since: failed,
    });
    const id = uuidFrom('image-nvme');
    site.state.images.push({
      id,
      name: 'rocky-9-baremetal',
      disk_format: 'raw',
      size: 10_737_418_240,
      virtual_size: 10_737_418_240,
      status: 'active',
      created_at: zuluTime(site.ago(5 * day)),
      properties: {
        os_distro: 'rocky',
        kernel_id: uuidFrom('image-centos-9.vmlinuz'),
        ramdisk_id: uuidFrom('image-centos-9.initrd'),
      },
    });
    node.instance_info = { image_source: id, image_type: 'partition', image_disk_format: 'raw' };
    node.driver_internal_info = { ...node.driver_internal_info, is_whole_disk_image: false };
    blame(
      site,
      node,
      failed,
      'deploying',
      `Deploy step {'step': 'write_image', 'priority': 80, 'argsinfo': None, 'interface': 'deploy'} failed on node ${node.uuid}. Unexpected error while running command. Command: lsblk -bia --json -oKNAME,MODEL,SIZE,ROTA,TYPE,UUID,PARTUUID,SERIAL /dev/nvme0n1p2 Exit code: 32 Stdout: '' Stderr: 'lsblk: /dev/nvme0n1p2: not a block device'`,
    );
  },
} satisfies Scenario;
