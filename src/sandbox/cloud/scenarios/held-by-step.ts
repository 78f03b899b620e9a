import type { Scenario } from '../scenario.ts';
import { hour } from '../times.ts';

/** A step of the cleaning asks for a hold, and whoever wanted to look at the machine went home. */
export default {
  name: 'held-by-step',
  expect: {
    subject: 'bm-e71',
    causes: ['operator-maintenance'],
    section: 'states',
    title: 'A cleaning that does not go on and does not time out',
  },
  build(site) {
    const node = site.node({
      name: 'bm-e71',
      resource_class: 'bm.held',
      leaf: 'leaf-e7',
      provision_state: 'clean hold',
      target_provision_state: 'manageable',
      power_state: 'power on',
      since: 19 * hour,
    });
    node.clean_step = { step: 'hold', interface: 'deploy', priority: 0 };
  },
} satisfies Scenario;
