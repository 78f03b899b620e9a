import { bond } from '../bond.ts';
import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';
import { switched } from '../troubles.ts';

/** Looks lost and is not: its bond has no MAC of its own, so that no port of the node has that of its VIF. */
export default {
  name: 'bond-in-use',
  expect: {
    subject: 'bm-c18',
    causes: ['healthy'],
    title: 'A server on a bond, at work',
  },
  build(site) {
    const node = site.node({
      name: 'bm-c18',
      resource_class: 'bm.bond-c',
      ...switched(site),
      leaf: 'leaf-c18',
      provision_state: 'active',
      power_state: 'power on',
      since: 20 * day,
    });
    bond(site.state, node, { address: null });
    site.server({
      name: 'bond-c18',
      node,
      flavor: site.flavor('bm.bond-c', 'CUSTOM_BM_BOND_C'),
      since: 20 * day,
    });
  },
} satisfies Scenario;
