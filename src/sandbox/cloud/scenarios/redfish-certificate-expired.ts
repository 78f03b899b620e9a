import type { Scenario } from '../scenario.ts';
import { hour } from '../times.ts';
import { failPower } from '../troubles.ts';

export default {
  name: 'redfish-certificate-expired',
  expect: {
    subject: 'bm-a09',
    causes: ['redfish-bmc-tls', 'power-sync-failure'],
    title: 'A node that dropped out of the pool overnight',
  },
  build(site) {
    const node = site.node({ name: 'bm-a09', family: 'redfish' });
    failPower(
      site,
      node,
      9 * hour,
      'power off',
      `Redfish connection failed for node ${node.uuid}: Unable to connect to https://10.30.1.109/redfish/v1/. Error: HTTPSConnectionPool(host='10.30.1.109', port=443): Max retries exceeded with url: /redfish/v1/ (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)')))`,
    );
  },
} satisfies Scenario;
