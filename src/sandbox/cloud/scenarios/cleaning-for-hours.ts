import type { Scenario } from '../scenario.ts';
import { hour } from '../times.ts';
import { cleaningInternals, onCleaningNetwork } from '../troubles.ts';

/** The conductor is alive, yet this lasts far longer than any step it does itself. */
export default {
  name: 'cleaning-for-hours',
  expect: {
    subject: 'bm-b08',
    causes: ['stuck-ing-state'],
    title: 'A node that somebody reports as hanging in cleaning',
  },
  build(site) {
    const node = site.node({
      name: 'bm-b08',
      conductor_group: 'rack-b',
      provision_state: 'cleaning',
      target_provision_state: 'available',
      power_state: 'power on',
      reservation: 'cond-3',
      since: 6 * hour,
    });
    node.driver_internal_info = { ...node.driver_internal_info, ...cleaningInternals };
    onCleaningNetwork(site, node);
  },
} satisfies Scenario;
