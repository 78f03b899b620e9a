import type { Scenario } from '../scenario.ts';
import { day, hour, ironicTime, minute } from '../times.ts';
import { blame } from '../troubles.ts';

/** A rack was added to a fleet in which updating DHCP takes longer than the pause between two updates. */
export default {
  name: 'inspect-large-fleet',
  expect: {
    subject: 'bm-e61',
    causes: ['dhcp-pxe-boot'],
    section: 'inspect-large-cluster',
    title: 'A new node whose inspection ran out of time',
  },
  build(site) {
    const fleet = { resource_class: 'bm.fleet', since: 200 * day };
    for (let place = 1; place <= 110; place += 1) {
      site.node({
        ...fleet,
        name: `fleet-${String(place).padStart(3, '0')}`,
        leaf: `leaf-fleet-${place % 5}`,
      });
    }
    for (const [index, name] of ['bm-e61', 'bm-e62', 'bm-e63', 'bm-e64'].entries()) {
      const node = site.node({
        name,
        resource_class: 'bm.fleet',
        leaf: `leaf-e6${index}`,
        provision_state: 'inspect failed',
        target_provision_state: 'manageable',
        properties: {},
        inspection_finished_at: null,
        since: (50 + index) * minute,
      });
      node.created_at = ironicTime(site.ago(3 * hour));
      node.inspection_started_at = ironicTime(site.ago((81 + index) * minute));
      blame(site, node, (50 + index) * minute, 'introspection', 'timeout reached while inspecting the node');
    }
  },
} satisfies Scenario;
