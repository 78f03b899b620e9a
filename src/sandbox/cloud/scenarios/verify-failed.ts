import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { blame } from '../troubles.ts';

/** Failed verification falls back to `enroll` and looks idle. */
export default {
  name: 'verify-failed',
  expect: { subject: 'bm-b01', causes: ['ipmi-unreachable'], title: 'A new node that never leaves enroll' },
  build(site) {
    const node = site.node({
      name: 'bm-b01',
      provision_state: 'enroll',
      power_state: null,
      since: 95 * minute,
      inspection_started_at: null,
      inspection_finished_at: null,
    });
    node.hidden.bmcError = 'IPMI call failed: power status.';
    blame(
      site,
      node,
      95 * minute,
      'verify',
      `Failed to get power state for node ${node.uuid}. Error: IPMI call failed: power status.`,
    );
  },
} satisfies Scenario;
