import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { blame, ipmitoolFailure } from '../troubles.ts';

export default {
  name: 'ipmi-session-exhausted',
  expect: {
    subject: 'bm-a06',
    causes: ['ipmi-session-cipher'],
    title: 'A node whose power cannot be switched on',
  },
  build(site) {
    const node = site.node({ name: 'bm-a06' });
    const error = ipmitoolFailure(
      '10.30.1.106',
      'power on',
      'Error in open session response message : insufficient resources for session\\n\\nError: Unable to establish IPMI v2 / RMCP+ session\\n',
    );
    blame(site, node, 25 * minute, 'monitoring', `Failed to change power state to 'power on': ${error}`);
    node.hidden.bmcError = error;
  },
} satisfies Scenario;
