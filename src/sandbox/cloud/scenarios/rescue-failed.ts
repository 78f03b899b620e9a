import type { Scenario } from '../scenario.ts';
import { day, minute } from '../times.ts';
import { blame } from '../troubles.ts';

/** The tenant asked for a rescue, and its ramdisk never came. */
export default {
  name: 'rescue-failed',
  expect: {
    subject: 'bm-e82',
    causes: ['wait-callback-timeout'],
    section: 'wait-state',
    title: 'A rescue that its tenant waits for in vain',
  },
  build(site) {
    const node = site.node({
      name: 'bm-e82',
      resource_class: 'bm.failed',
      leaf: 'leaf-e82',
      provision_state: 'active',
      rescue_interface: 'agent',
      since: 25 * minute,
    });
    site.server({
      name: 'mail-01',
      node,
      flavor: site.flavor('bm.failed', 'CUSTOM_BM_FAILED'),
      since: 80 * day,
    });
    node.provision_state = 'rescue failed';
    node.target_provision_state = 'rescue';
    node.power_state = 'power on';
    blame(
      site,
      node,
      25 * minute,
      'provisioning',
      'Timeout reached while waiting for rescue ramdisk callback for node',
    );
  },
} satisfies Scenario;
