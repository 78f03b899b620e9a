import type { Scenario } from '../scenario.ts';
import { day, hour } from '../times.ts';
import { failPower } from '../troubles.ts';

export default {
  name: 'bmc-credentials-refused',
  expect: {
    subject: 'bm-a08',
    causes: ['bmc-credentials', 'power-sync-failure'],
    title: 'A node in maintenance that nobody put there',
  },
  build(site) {
    const node = site.node({
      name: 'bm-a08',
      family: 'redfish',
      provision_state: 'active',
      power_state: 'power on',
      since: 30 * day,
    });
    failPower(
      site,
      node,
      5 * hour,
      'power on',
      'Redfish exception occurred. Error: HTTP GET https://10.30.1.108/redfish/v1/Systems/1 returned code 401. Base.1.8.NoValidSession: There is no valid session established with the implementation. Extended information: none',
    );
    site.server({
      name: 'web-07',
      node,
      flavor: site.flavor('bm.general', 'CUSTOM_BAREMETAL_GENERAL'),
      since: 30 * day,
    });
  },
} satisfies Scenario;
