import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { failPower } from '../troubles.ts';

export default {
  name: 'redfish-connection-refused',
  expect: {
    subject: 'bm-a10',
    causes: ['redfish-bmc-error', 'power-sync-failure'],
    title: 'A node whose BMC was reachable yesterday',
  },
  build(site) {
    const node = site.node({ name: 'bm-a10', family: 'redfish' });
    failPower(
      site,
      node,
      70 * minute,
      'power off',
      `Redfish connection failed for node ${node.uuid}: Unable to connect to https://10.30.1.110/redfish/v1/. Error: HTTPSConnectionPool(host='10.30.1.110', port=443): Max retries exceeded with url: /redfish/v1/ (Caused by NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x7fbe6be159d0>: Failed to establish a new connection: [Errno 111] ECONNREFUSED'))`,
    );
  },
} satisfies Scenario;
