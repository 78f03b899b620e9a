import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { blame } from '../troubles.ts';

export default {
  name: 'deploy-timed-out',
  expect: {
    subject: 'bm-a14',
    causes: ['wait-callback-timeout', 'dhcp-pxe-boot'],
    title: 'A deployment that Ironic gave up on',
  },
  build(site) {
    const node = site.node({
      name: 'bm-a14',
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      since: 52 * minute,
    });
    node.instance_info = { image_source: site.image('debian').id, image_type: 'whole-disk' };
    const text = `Timeout reached while waiting for callback for node ${node.uuid}`;
    blame(site, node, 52 * minute, 'deploying', text);
    node.hidden.ramdisk = 'silent';
  },
} satisfies Scenario;
