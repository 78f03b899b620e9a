import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { blame, ipmitoolFailure } from '../troubles.ts';

/** A new machine whose BMC has IPMI over LAN switched off: verifying fails and takes it back to enroll. */
export default {
  name: 'ipmi-lan-off',
  expect: {
    subject: 'bm-c28',
    causes: ['ipmi-unreachable'],
    section: 'ipmi-over-lan',
    title: 'A new machine that does not become manageable',
  },
  build(site) {
    const node = site.node({
      name: 'bm-c28',
      resource_class: 'bm.new-c',
      provision_state: 'enroll',
      power_state: null,
      since: 12 * minute,
    });
    const error = ipmitoolFailure(
      '10.30.3.128',
      'power status',
      'Get Session Challenge command failed\\nError: Unable to establish LAN session\\nError: Unable to establish IPMI v1.5 / RMCP session\\n',
    );
    blame(
      site,
      node,
      12 * minute,
      'verify',
      `Failed to get power state for node ${node.uuid}. Error: ${error}`,
    );
    node.hidden.bmcError = error;
  },
} satisfies Scenario;
