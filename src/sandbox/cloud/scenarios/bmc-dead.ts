import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { failPower } from '../troubles.ts';

export default {
  name: 'bmc-dead',
  expect: {
    subject: 'bm-a05',
    causes: ['ipmi-unreachable', 'power-sync-failure'],
    section: 'power-fault',
    title: 'A node that went into maintenance by itself and lost its power state',
  },
  build(site) {
    const node = site.node({ name: 'bm-a05' });
    failPower(site, node, 38 * minute, 'power off', 'IPMI call failed: power status.');
  },
} satisfies Scenario;
