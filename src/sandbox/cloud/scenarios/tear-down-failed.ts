import type { Scenario } from '../scenario.ts';
import { hour } from '../times.ts';
import { blame, ipmitoolFailure } from '../troubles.ts';

/** Its server is gone; the BMC did not answer when the machine was to be switched off. */
export default {
  name: 'tear-down-failed',
  expect: {
    subject: 'bm-e86',
    causes: ['ipmi-unreachable'],
    section: 'ipmi',
    title: 'A node that was given back and ended in error',
  },
  build(site) {
    const node = site.node({
      name: 'bm-e86',
      resource_class: 'bm.failed',
      leaf: 'leaf-e8',
      provision_state: 'error',
      target_provision_state: 'available',
      power_state: 'power on',
      since: 4 * hour,
    });
    const said = ipmitoolFailure(
      '10.30.5.186',
      'power off',
      'Error: Unable to establish IPMI v2 / RMCP+ session',
    );
    blame(
      site,
      node,
      4 * hour,
      'unprovision',
      `Failed to tear down. Error: IPMI call failed: power off. Error: ${said}`,
    );
  },
} satisfies Scenario;
