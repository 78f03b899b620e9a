import type { Scenario } from '../scenario.ts';
import { day, minute } from '../times.ts';
import { blame, ipmitoolFailure } from '../troubles.ts';

/** The BMC stopped answering between the rescue and the way back. */
export default {
  name: 'unrescue-failed',
  expect: {
    subject: 'bm-e83',
    causes: ['ipmi-unreachable'],
    section: 'ipmi',
    title: 'A server that does not come back from its rescue',
  },
  build(site) {
    const node = site.node({
      name: 'bm-e83',
      resource_class: 'bm.failed',
      leaf: 'leaf-e8',
      provision_state: 'active',
      rescue_interface: 'agent',
      since: 35 * minute,
    });
    site.server({
      name: 'mail-02',
      node,
      flavor: site.flavor('bm.failed', 'CUSTOM_BM_FAILED'),
      since: 81 * day,
    });
    node.provision_state = 'unrescue failed';
    node.target_provision_state = 'active';
    node.power_state = 'power on';
    const said = ipmitoolFailure(
      '10.30.5.183',
      'power off',
      'Error: Unable to establish IPMI v2 / RMCP+ session',
    );
    blame(
      site,
      node,
      35 * minute,
      'provisioning',
      `Failed to unrescue. Exception: IPMI call failed: power off. Error: ${said}`,
    );
  },
} satisfies Scenario;
