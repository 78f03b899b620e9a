import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { noValidHost } from '../troubles.ts';

/** No node ever had the class of the flavor; a node of a similar name stands idle. */
export default {
  name: 'class-mismatch',
  expect: {
    subject: 'analytics-01',
    causes: ['nvh-resource-class'],
    section: 'no-valid-host',
    title: 'A new flavor with which nothing starts',
  },
  build(site) {
    site.node({ name: 'bm-x01', resource_class: 'baremetal-xl' });
    site.server({
      name: 'analytics-01',
      flavor: site.flavor('bm.xlarge', 'CUSTOM_BAREMETAL_XLARGE'),
      fault: noValidHost(site, 41 * minute, 'no-candidates'),
      since: 41 * minute,
    });
  },
} satisfies Scenario;
