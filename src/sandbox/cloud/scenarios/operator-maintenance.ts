import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';

export default {
  name: 'operator-maintenance',
  expect: { subject: 'bm-a18', causes: ['operator-maintenance'], title: 'A node in maintenance' },
  build(site) {
    site.node({
      name: 'bm-a18',
      maintenance: true,
      maintenance_reason: 'INC-4411 swapping DIMM B2, do not touch',
      since: 11 * day,
    });
  },
} satisfies Scenario;
