import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';

export default {
  name: 'verifying-on-dead-conductor',
  expect: {
    subject: 'bm-c02',
    causes: ['stuck-ing-state'],
    title: 'A node that is being verified all the time',
  },
  build(site) {
    site.node({
      name: 'bm-c02',
      conductor_group: 'rack-c',
      provision_state: 'verifying',
      target_provision_state: 'manageable',
      reservation: 'cond-4',
      power_state: null,
      since: 48 * minute,
    });
  },
} satisfies Scenario;
