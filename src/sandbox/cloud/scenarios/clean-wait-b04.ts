import type { Scenario } from '../scenario.ts';
import { hour, minute } from '../times.ts';
import { cleaningInternals, onCleaningNetwork } from '../troubles.ts';

/** The ramdisk never called back. bm-b02 to bm-b04 hang on the same switch. */
export default {
  name: 'clean-wait-b04',
  expect: {
    subject: 'bm-b04',
    causes: ['wait-callback-timeout', 'dhcp-pxe-boot'],
    title: 'Another node of the same rack, cleaning as long',
  },
  build(site) {
    const node = site.node({
      name: 'bm-b04',
      provision_state: 'clean wait',
      target_provision_state: 'available',
      power_state: 'power on',
      since: 3 * hour + 8 * minute,
      leaf: 'leaf-12',
    });
    node.driver_internal_info = { ...node.driver_internal_info, ...cleaningInternals };
    node.hidden.ramdisk = 'silent';
    onCleaningNetwork(site, node);
  },
} satisfies Scenario;
