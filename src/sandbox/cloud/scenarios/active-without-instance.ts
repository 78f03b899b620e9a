import { uuidFrom } from '../ids.ts';
import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';

/** The instance was taken off the node by hand; Placement still has it allocated. */
export default {
  name: 'active-without-instance',
  expect: {
    subject: 'bm-e42',
    causes: ['insufficient-evidence'],
    section: 'states',
    title: 'A node in use, and nobody knows by whom',
  },
  build(site) {
    const node = site.node({
      name: 'bm-e42',
      resource_class: 'bm.contradiction',
      leaf: 'leaf-e4',
      provision_state: 'active',
      power_state: 'power on',
      instance_info: {
        image_source: site.image('debian').id,
        display_name: 'lims-02',
        nova_host_id: 'compute-1',
      },
      since: 12 * day,
    });
    site.provider(node).allocations[uuidFrom('server-lims-02')] = { CUSTOM_BM_CONTRADICTION: 1 };
  },
} satisfies Scenario;
