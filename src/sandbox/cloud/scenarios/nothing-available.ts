import type { Scenario } from '../scenario.ts';
import { day, hour, minute } from '../times.ts';
import { blame, noValidHost } from '../troubles.ts';

/** All nodes of the class are manageable, held or failed. */
export default {
  name: 'nothing-available',
  expect: { subject: 'train-01', causes: ['nvh-no-available-node'], title: 'An instance that found no host' },
  build(site) {
    const gpu = { resource_class: 'baremetal-gpu' };
    site.node({ ...gpu, name: 'bm-g01', provision_state: 'manageable', since: 2 * day });
    site.node({
      ...gpu,
      name: 'bm-g02',
      maintenance: true,
      maintenance_reason: 'waiting for a new riser card, asks: Priya',
      since: 5 * day,
    });
    const failed = site.node({
      ...gpu,
      name: 'bm-g03',
      provision_state: 'clean failed',
      target_provision_state: 'available',
      since: 8 * hour,
    });
    blame(
      site,
      failed,
      8 * hour,
      'cleaning',
      'Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node. Failed on step {}.',
    );
    site.server({
      name: 'train-01',
      flavor: site.flavor('bm.gpu', 'CUSTOM_BAREMETAL_GPU'),
      fault: noValidHost(site, 22 * minute, 'no-candidates'),
      since: 22 * minute,
    });
  },
} satisfies Scenario;
