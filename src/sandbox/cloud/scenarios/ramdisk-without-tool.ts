import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { blame } from '../troubles.ts';

/** A ramdisk of somebody's own making. */
export default {
  name: 'ramdisk-without-tool',
  expect: {
    subject: 'bm-h02',
    causes: ['agent-comm'],
    section: 'patching-ramdisk',
    title: 'The first deployment with a new ramdisk',
  },
  build(site) {
    const node = site.node({
      name: 'bm-h02',
      resource_class: 'bm.ramdisk-without-tool',
      leaf: 'leaf-h2',
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      since: 14 * minute,
    });
    node.instance_info = { image_source: site.image('ubuntu').id, image_type: 'whole-disk' };
    blame(
      site,
      node,
      14 * minute,
      'deploying',
      `Deploy step {'step': 'write_image', 'priority': 80, 'argsinfo': None, 'interface': 'deploy'} failed on node ${node.uuid}. Unexpected error while running command. Command: qemu-img convert -O raw /tmp/image /dev/sda Exit code: - Stdout: None Stderr: None: [Errno 2] No such file or directory: 'qemu-img'`,
    );
  },
} satisfies Scenario;
