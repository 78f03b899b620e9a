import { bond } from '../bond.ts';
import { uuidFrom } from '../ids.ts';
import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';

/** An instance is long gone, and so is its Neutron port; its VIF stayed on the port group, so that the next finds none free. */
export default {
  name: 'bond-vif-left',
  expect: {
    subject: 'bm-c19',
    causes: ['network-vif'],
    title: 'A free node that no server gets a port on',
  },
  build(site) {
    const node = site.node({
      name: 'bm-c19',
      resource_class: 'bm.bond-free-c',
      leaf: 'leaf-c19',
      since: 3 * day,
    });
    bond(site.state, node).internal_info = { tenant_vif_port_id: uuidFrom('vif-deleted-with-its-server') };
  },
} satisfies Scenario;
