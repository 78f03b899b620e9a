import type { Scenario } from '../scenario.ts';
import { day, minute } from '../times.ts';
import { failPower } from '../troubles.ts';

/** The BMCs of one net got a new password, and nobody told Ironic. */
export default {
  name: 'bmc-password-rotated',
  expect: {
    subject: 'bm-c20',
    causes: ['bmc-credentials'],
    section: 'bmc-password',
    title: 'Some nodes went into maintenance within minutes of each other',
  },
  build(site) {
    for (const [index, name] of ['bm-c20', 'bm-c21', 'bm-c22', 'bm-c23'].entries()) {
      const node = site.node({
        name,
        family: 'redfish',
        resource_class: 'bm.rotated-c',
        leaf: 'leaf-c6',
        since: 11 * day,
      });
      failPower(
        site,
        node,
        (42 - index) * minute,
        'power off',
        `Redfish exception occurred. Error: HTTP GET https://10.30.3.${120 + index}/redfish/v1/Systems/1 returned code 401. Base.1.8.NoValidSession: There is no valid session established with the implementation. Extended information: none`,
      );
    }
  },
} satisfies Scenario;
