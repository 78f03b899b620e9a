import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { noValidHost } from '../troubles.ts';

/** The class fits; no node of it has the trait. */
export default {
  name: 'trait-mismatch',
  expect: {
    subject: 'nvme-01',
    causes: ['nvh-properties-capabilities'],
    section: 'no-valid-host',
    title: 'A server that found no host for its fast disks',
  },
  build(site) {
    site.node({ name: 'bm-n01', resource_class: 'baremetal-disk', traits: ['CUSTOM_SSD'] });
    site.state.knownTraits.add('CUSTOM_NVME');
    site.server({
      name: 'nvme-01',
      flavor: site.flavor('bm.nvme', 'CUSTOM_BAREMETAL_DISK', { 'trait:CUSTOM_NVME': 'required' }),
      fault: noValidHost(site, 28 * minute, 'no-candidates'),
      since: 28 * minute,
    });
  },
} satisfies Scenario;
