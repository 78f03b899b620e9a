import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { noValidHost } from '../troubles.ts';

/** Available in Ironic since most of an hour, still reserved in Placement. */
export default {
  name: 'placement-still-reserved',
  expect: {
    subject: 'mem-02',
    causes: ['nvh-placement-stale'],
    section: 'no-valid-host',
    title: 'A server that found no host although a node was repaired',
  },
  build(site) {
    const node = site.node({
      name: 'bm-m02',
      resource_class: 'baremetal-mem-b',
      hidden: { placement: 'frozen' },
      since: 50 * minute,
    });
    const provider = site.provider(node);
    provider.inventories = { CUSTOM_BAREMETAL_MEM_B: { total: 1, reserved: 1 } };
    provider.traits = ['COMPUTE_NODE'];
    site.state.knownClasses.add('CUSTOM_BAREMETAL_MEM_B');
    site.server({
      name: 'mem-02',
      flavor: site.flavor('bm.mem.b', 'CUSTOM_BAREMETAL_MEM_B'),
      fault: noValidHost(site, 15 * minute, 'no-candidates'),
      since: 15 * minute,
    });
  },
} satisfies Scenario;
