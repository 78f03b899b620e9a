import type { Scenario } from '../scenario.ts';
import { hour, ironicTime } from '../times.ts';

export default {
  name: 'inspect-wait',
  expect: {
    subject: 'bm-b06',
    causes: ['wait-callback-timeout', 'dhcp-pxe-boot', 'inspection-failed'],
    title: 'A node whose inspection does not come to an end',
  },
  build(site) {
    const node = site.node({
      name: 'bm-b06',
      provision_state: 'inspect wait',
      target_provision_state: 'manageable',
      power_state: 'power on',
      since: 2 * hour,
      inspection_finished_at: null,
    });
    node.inspection_started_at = ironicTime(site.ago(2 * hour));
    node.hidden.ramdisk = 'silent';
  },
} satisfies Scenario;
