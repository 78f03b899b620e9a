import { uuidFrom } from '../ids.ts';
import type { Scenario } from '../scenario.ts';
import { day, minute, zuluTime } from '../times.ts';
import { blame } from '../troubles.ts';

export default {
  name: 'image-cirros',
  expect: {
    subject: 'bm-d01',
    causes: ['image-unbootable'],
    section: 'mount-point',
    title: 'A first deployment with an image that works for virtual machines',
  },
  build(site) {
    const failed = 14 * minute;
    const node = site.node({
      name: 'bm-d01',
      resource_class: 'bm.image-cirros',
      leaf: 'leaf-d1',
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      since: failed,
    });
    const id = uuidFrom('image-cirros');
    site.state.images.push({
      id,
      name: 'cirros-0.6.2-x86_64',
      disk_format: 'qcow2',
      size: 21_430_272,
      virtual_size: 117_440_512,
      status: 'active',
      created_at: zuluTime(site.ago(3 * day)),
      properties: { os_distro: 'cirros' },
    });
    node.instance_info = { image_source: id, image_type: 'whole-disk', image_disk_format: 'qcow2' };
    node.driver_internal_info = { ...node.driver_internal_info, is_whole_disk_image: true };
    blame(
      site,
      node,
      failed,
      'deploying',
      `Deploy step {'step': 'prepare_instance_boot', 'priority': 60, 'argsinfo': None, 'interface': 'deploy'} failed with ImageUnacceptable: Failed to install a bootloader when deploying node ${node.uuid}: Unexpected error while running command. Command: mount -o bind /dev /tmp/tmp5_3nqd1q/dev Exit code: 32 Stdout: '' Stderr: 'mount: /tmp/tmp5_3nqd1q/dev: mount point does not exist.'`,
    );
  },
} satisfies Scenario;
