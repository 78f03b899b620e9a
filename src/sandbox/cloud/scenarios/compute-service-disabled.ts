import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { noValidHost } from '../troubles.ts';

/** The node is fine; the nova-compute that manages it is disabled. */
export default {
  name: 'compute-service-disabled',
  expect: {
    subject: 'ceph-01',
    causes: ['nvh-compute-service'],
    section: 'no-valid-host',
    title: 'A storage server that found no host',
  },
  build(site) {
    site.node({ name: 'bm-s01', resource_class: 'baremetal-storage', hidden: { computeHost: 'compute-2' } });
    site.server({
      name: 'ceph-01',
      flavor: site.flavor('bm.storage', 'CUSTOM_BAREMETAL_STORAGE'),
      fault: noValidHost(site, 80 * minute, 'no-candidates'),
      since: 80 * minute,
    });
  },
} satisfies Scenario;
