import type { Scenario } from '../scenario.ts';
import { hour } from '../times.ts';
import { failPower, ipmitoolFailure } from '../troubles.ts';

export default {
  name: 'ipmi-cipher-mismatch',
  expect: {
    subject: 'bm-a07',
    causes: ['ipmi-session-cipher'],
    section: 'ipmi-lanplus',
    title: 'A node in maintenance since its BMC was updated',
  },
  build(site) {
    const node = site.node({ name: 'bm-a07' });
    const error = ipmitoolFailure(
      '10.30.1.107',
      'power status',
      'Error in open session response message : no matching cipher suite\\n\\nError: Unable to establish IPMI v2 / RMCP+ session\\n',
    );
    failPower(site, node, 3 * hour, 'power off', error);
  },
} satisfies Scenario;
