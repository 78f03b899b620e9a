import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { cleaningInternals, onCleaningNetwork } from '../troubles.ts';

/** Longer than a machine takes to boot, shorter than Ironic's own patience. */
export default {
  name: 'clean-wait-twenty-minutes',
  expect: {
    subject: 'bm-c32',
    causes: ['wait-callback-timeout'],
    section: 'wait-state',
    title: 'A cleaning that began twenty minutes ago',
  },
  build(site) {
    const node = site.node({
      name: 'bm-c32',
      resource_class: 'bm.waiting-c',
      leaf: 'leaf-c5',
      provision_state: 'clean wait',
      target_provision_state: 'available',
      power_state: 'power on',
      since: 20 * minute,
    });
    node.driver_internal_info = { ...node.driver_internal_info, ...cleaningInternals };
    node.hidden.ramdisk = 'silent';
    onCleaningNetwork(site, node);
  },
} satisfies Scenario;
