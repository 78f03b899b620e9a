import type { Scenario } from '../scenario.ts';
import { hour, minute } from '../times.ts';
import { cleaningInternals, onCleaningNetwork } from '../troubles.ts';

/** The ramdisk never called back. bm-b02 to bm-b04 hang on the same switch. */
export default {
  name: 'clean-wait-b02',
  expect: {
    subject: 'bm-b02',
    causes: ['wait-callback-timeout', 'dhcp-pxe-boot'],
    title: 'A node that has been cleaning since this morning',
  },
  build(site) {
    const node = site.node({
      name: 'bm-b02',
      provision_state: 'clean wait',
      target_provision_state: 'available',
      power_state: 'power on',
      since: 3 * hour + 4 * minute,
      leaf: 'leaf-12',
    });
    node.driver_internal_info = { ...node.driver_internal_info, ...cleaningInternals };
    node.hidden.ramdisk = 'silent';
    onCleaningNetwork(site, node);
  },
} satisfies Scenario;
