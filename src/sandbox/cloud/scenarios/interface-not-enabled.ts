import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';

/** `neutron` was taken out of enabled_network_interfaces: validation and provisioning answer 400. */
export default {
  name: 'interface-not-enabled',
  expect: {
    subject: 'bm-a17',
    causes: ['interface-not-enabled'],
    section: 'interface-not-enabled',
    title: 'A node that nobody can change any more',
  },
  build(site) {
    site.node({
      name: 'bm-a17',
      provision_state: 'manageable',
      network_interface: 'neutron',
      since: 6 * day,
    });
  },
} satisfies Scenario;
