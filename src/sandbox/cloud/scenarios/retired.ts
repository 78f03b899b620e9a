import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';

export default {
  name: 'retired',
  expect: {
    subject: 'bm-e72',
    causes: ['operator-maintenance'],
    section: 'retirement',
    title: 'A node that cannot be made available',
  },
  build(site) {
    site.node({
      name: 'bm-e72',
      resource_class: 'bm.held',
      leaf: 'leaf-e7',
      provision_state: 'manageable',
      retired: true,
      retired_reason: 'end of support in March, spare parts only',
      since: 5 * day,
    });
  },
} satisfies Scenario;
