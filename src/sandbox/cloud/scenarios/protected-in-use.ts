import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';

/** Nothing is wrong with it; undeploy and rebuild are refused on purpose. */
export default {
  name: 'protected-in-use',
  expect: {
    subject: 'bm-e73',
    causes: ['healthy'],
    title: 'A node that refuses to be undeployed',
  },
  build(site) {
    const node = site.node({
      name: 'bm-e73',
      resource_class: 'bm.held',
      leaf: 'leaf-e7',
      provision_state: 'active',
      power_state: 'power on',
      protected: true,
      protected_reason: 'month-end run, until the 30th',
      since: 33 * day,
    });
    site.server({
      name: 'month-end-01',
      node,
      flavor: site.flavor('bm.held', 'CUSTOM_BM_HELD'),
      since: 33 * day,
    });
  },
} satisfies Scenario;
