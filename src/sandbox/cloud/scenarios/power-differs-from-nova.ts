import type { Scenario } from '../scenario.ts';
import { bareTime, day, hour, ironicTime } from '../times.ts';

/** Switched off behind Nova, which does not look at the power in this cloud. */
export default {
  name: 'power-differs-from-nova',
  expect: {
    subject: 'bm-e44',
    causes: ['power-sync-failure'],
    section: 'power-fault',
    title: 'A server that is ACTIVE and answers nobody',
  },
  build(site) {
    const node = site.node({
      name: 'bm-e44',
      resource_class: 'bm.contradiction',
      leaf: 'leaf-e4',
      provision_state: 'active',
      power_state: 'power off',
      since: 30 * day,
    });
    node.updated_at = ironicTime(site.ago(6 * hour));
    node.driver_internal_info = {
      ...node.driver_internal_info,
      last_power_state_change: bareTime(site.ago(6 * hour)),
    };
    site.server({
      name: 'ledger-02',
      node,
      flavor: site.flavor('bm.contradiction', 'CUSTOM_BM_CONTRADICTION'),
      since: 30 * day,
    });
  },
} satisfies Scenario;
