import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { noValidHost } from '../troubles.ts';

/** The node is available in Ironic and a hypervisor in Nova; Placement has no provider for it. */
export default {
  name: 'placement-provider-missing',
  expect: {
    subject: 'mem-01',
    causes: ['nvh-placement-stale'],
    section: 'no-valid-host',
    title: 'A server that found no host, next to an idle node',
  },
  build(site) {
    site.node({
      name: 'bm-m01',
      resource_class: 'baremetal-mem-a',
      hidden: { placement: 'frozen' },
      since: 50 * minute,
    });
    site.state.knownClasses.add('CUSTOM_BAREMETAL_MEM_A');
    site.server({
      name: 'mem-01',
      flavor: site.flavor('bm.mem.a', 'CUSTOM_BAREMETAL_MEM_A'),
      fault: noValidHost(site, 15 * minute, 'no-candidates'),
      since: 15 * minute,
    });
  },
} satisfies Scenario;
