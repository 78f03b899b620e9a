import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';

export default {
  name: 'bmc-dead',
  expect: {
    subject: 'bm-a05',
    causes: ['ipmi-unreachable', 'power-sync-failure'],
    section: 'power-fault',
    title: 'A node that went into maintenance by itself and lost its power state',
  },
  build(site) {
    const node = site.node({ name: 'bm-a05', power_state: null, maintenance: true, fault: 'power failure' });
    const text = `During sync_power_state, max retries exceeded for node ${node.uuid}, node state None does not match expected state 'power off'. Updating DB state to 'None' Switching node to maintenance mode. Error: IPMI call failed: power status.`;
    node.last_error = text;
    node.maintenance_reason = text;
    node.hidden.bmcError = 'IPMI call failed: power status.';
    site.history(node, 38 * minute, 'monitoring', text);
  },
} satisfies Scenario;
