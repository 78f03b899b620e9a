import { bond } from '../bond.ts';
import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';
import { bindingFailed, switched } from '../troubles.ts';

/** The switches lost the bond of a running instance: Ironic has its VIF on the port group, and none on a port. */
export default {
  name: 'bond-binding-failed',
  expect: {
    subject: 'bm-c17',
    causes: ['network-vif'],
    section: 'reattach-networking',
    title: 'A server on two bonded ports that nobody reaches any more',
  },
  build(site) {
    const node = site.node({
      name: 'bm-c17',
      resource_class: 'bm.bond-c',
      ...switched(site),
      leaf: 'leaf-c17',
      provision_state: 'active',
      power_state: 'power on',
      since: 12 * day,
    });
    bond(site.state, node);
    const server = site.server({
      name: 'bond-c17',
      node,
      flavor: site.flavor('bm.bond-c', 'CUSTOM_BM_BOND_C'),
      since: 12 * day,
    });
    bindingFailed(site, server);
  },
} satisfies Scenario;
