import { placementClass } from '../placement/resource-tracker.ts';
import type { Scenario } from '../scenario.ts';
import { hour } from '../times.ts';
import { noValidHost } from '../troubles.ts';

/** nova-compute is down: Placement still offers the node, the scheduler's ComputeFilter refuses it. */
export default {
  name: 'compute-service-down',
  expect: { subject: 'edge-01', causes: ['nvh-compute-service'], title: 'A gateway that found no host' },
  build(site) {
    const node = site.node({
      name: 'bm-e01',
      resource_class: 'baremetal-edge',
      hidden: { computeHost: 'compute-3' },
    });
    // Its last word to Placement, before it died.
    const name = placementClass('baremetal-edge');
    site.provider(node).inventories = { [name]: { total: 1, reserved: 0 } };
    site.provider(node).traits = ['COMPUTE_NODE'];
    site.state.knownClasses.add(name);
    site.server({
      name: 'edge-01',
      flavor: site.flavor('bm.edge', name),
      fault: noValidHost(site, 2 * hour, 'filtered'),
      since: 2 * hour,
    });
  },
} satisfies Scenario;
