import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { noValidHost } from '../troubles.ts';

/** The flavor wants boot_mode bios, the node has uefi. */
export default {
  name: 'capability-mismatch',
  expect: {
    subject: 'legacy-01',
    causes: ['nvh-properties-capabilities'],
    section: 'no-valid-host',
    title: 'A server with an old flavor that found no host',
  },
  build(site) {
    site.node({ name: 'bm-l01', resource_class: 'baremetal-legacy' });
    site.server({
      name: 'legacy-01',
      flavor: site.flavor('bm.legacy', 'CUSTOM_BAREMETAL_LEGACY', { 'capabilities:boot_mode': 'bios' }),
      fault: noValidHost(site, 35 * minute, 'filtered'),
      since: 35 * minute,
    });
  },
} satisfies Scenario;
