import { uuidFrom } from '../ids.ts';
import type { Scenario } from '../scenario.ts';
import { hour, minute } from '../times.ts';
import { noValidHost } from '../troubles.ts';

/** An allocation of an instance that no longer exists holds the node. */
export default {
  name: 'placement-leftover-allocation',
  expect: {
    subject: 'mem-03',
    causes: ['nvh-placement-stale'],
    section: 'no-valid-host',
    title: 'A server that found no host although one was deleted before',
  },
  build(site) {
    const node = site.node({ name: 'bm-m03', resource_class: 'baremetal-mem-c', since: 3 * hour });
    site.provider(node).allocations[uuidFrom('server-deleted-last-week')] = { CUSTOM_BAREMETAL_MEM_C: 1 };
    site.server({
      name: 'mem-03',
      flavor: site.flavor('bm.mem.c', 'CUSTOM_BAREMETAL_MEM_C'),
      fault: noValidHost(site, 15 * minute, 'no-candidates'),
      since: 15 * minute,
    });
  },
} satisfies Scenario;
