import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';
import { blame } from '../troubles.ts';

/** Looks like a failure and is none: `last_error` stays on an active node until its next operation. */
export default {
  name: 'active-with-old-error',
  expect: {
    subject: 'bm-a03',
    causes: ['healthy'],
    title: 'A database node that works, with an old error in its record',
  },
  build(site) {
    const node = site.node({
      name: 'bm-a03',
      family: 'redfish',
      provision_state: 'active',
      power_state: 'power on',
      since: 40 * day,
    });
    blame(
      site,
      node,
      12 * day,
      'monitoring',
      `Failed to change power state to 'rebooting': Redfish exception occurred. Error: HTTP POST https://10.30.1.103/redfish/v1/Systems/1/Actions/ComputerSystem.Reset returned code 503. Base.1.8.ServiceTemporarilyUnavailable: The service is temporarily unavailable. Retry in 30 seconds.`,
    );
    site.server({
      name: 'db-01',
      node,
      flavor: site.flavor('bm.general', 'CUSTOM_BAREMETAL_GENERAL'),
      since: 40 * day,
    });
  },
} satisfies Scenario;
