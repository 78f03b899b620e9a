import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';

/** Its group is a slip of the pen: no conductor was ever in it. */
export default {
  name: 'group-without-conductor',
  expect: {
    subject: 'bm-e91',
    causes: ['stuck-ing-state'],
    section: 'conductor-groups',
    title: 'A node that Ironic does nothing with since it was moved',
  },
  build(site) {
    site.node({
      name: 'bm-e91',
      resource_class: 'bm.orphan',
      leaf: 'leaf-e9',
      conductor_group: 'rack-bb',
      provision_state: 'manageable',
      since: 2 * day,
    });
  },
} satisfies Scenario;
