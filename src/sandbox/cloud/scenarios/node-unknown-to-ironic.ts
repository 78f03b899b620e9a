import { uuidFrom } from '../ids.ts';
import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';

/** The node was deleted from Ironic with a server on it; Nova and Placement still have both. */
export default {
  name: 'node-unknown-to-ironic',
  expect: {
    subject: 'billing-03',
    causes: ['nvh-placement-stale'],
    section: 'nodes-disappeared',
    title: 'A server on a node that nobody finds any more',
  },
  build(site) {
    const uuid = uuidFrom('node-bm-e51');
    const server = site.server({
      name: 'billing-03',
      flavor: site.flavor('bm.disappeared', 'CUSTOM_BM_DISAPPEARED'),
      status: 'ACTIVE',
      vm_state: 'active',
      host: 'compute-1',
      cell0: false,
      nodeUuid: uuid,
      since: 200 * day,
    });
    site.state.providers.push({
      uuid,
      generation: 4,
      inventories: { CUSTOM_BM_DISAPPEARED: { total: 1, reserved: 1 } },
      traits: [],
      allocations: { [server.id]: { CUSTOM_BM_DISAPPEARED: 1 } },
    });
    site.state.knownClasses.add('CUSTOM_BM_DISAPPEARED');
  },
} satisfies Scenario;
