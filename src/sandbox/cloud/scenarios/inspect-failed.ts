import type { Scenario } from '../scenario.ts';
import { hour } from '../times.ts';
import { blame } from '../troubles.ts';

export default {
  name: 'inspect-failed',
  expect: {
    subject: 'bm-e81',
    causes: ['inspection-failed'],
    section: 'inspection',
    title: 'A node that came back and was refused',
  },
  build(site) {
    const node = site.node({
      name: 'bm-e81',
      resource_class: 'bm.failed',
      leaf: 'leaf-e8',
      provision_state: 'inspect failed',
      target_provision_state: 'manageable',
      since: 3 * hour,
    });
    // Worded by ironic/drivers/modules/inspect_utils.py inside ironic/conductor/inspection.py.
    blame(
      site,
      node,
      3 * hour,
      'introspection',
      'Failed to inspect hardware. Reason: failed to run inspection hooks: no valid network interfaces',
    );
  },
} satisfies Scenario;
