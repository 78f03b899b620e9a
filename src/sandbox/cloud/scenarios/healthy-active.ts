import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';

export default {
  name: 'healthy-active',
  expect: { subject: 'bm-a02', causes: ['healthy'], title: 'A node that runs a web server' },
  build(site) {
    const node = site.node({
      name: 'bm-a02',
      provision_state: 'active',
      power_state: 'power on',
      since: 21 * day,
    });
    site.server({
      name: 'web-01',
      node,
      flavor: site.flavor('bm.general', 'CUSTOM_BAREMETAL_GENERAL'),
      since: 21 * day,
    });
  },
} satisfies Scenario;
