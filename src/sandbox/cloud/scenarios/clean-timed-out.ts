import type { Scenario } from '../scenario.ts';
import { hour } from '../times.ts';
import { blame, cleaningInternals } from '../troubles.ts';

/** No step ran, so neither maintenance nor a fault is set. */
export default {
  name: 'clean-timed-out',
  expect: {
    subject: 'bm-a12',
    causes: ['wait-callback-timeout', 'dhcp-pxe-boot'],
    title: 'A node that did not survive its cleaning',
  },
  build(site) {
    const node = site.node({
      name: 'bm-a12',
      provision_state: 'clean failed',
      target_provision_state: 'available',
      power_state: 'power on',
      since: 2 * hour,
    });
    node.driver_internal_info = { ...node.driver_internal_info, ...cleaningInternals };
    node.hidden.ramdisk = 'silent';
    blame(
      site,
      node,
      2 * hour,
      'cleaning',
      'Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node. Failed on step {}.',
    );
  },
} satisfies Scenario;
