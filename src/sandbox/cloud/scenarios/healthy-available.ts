import type { Scenario } from '../scenario.ts';

export default {
  name: 'healthy-available',
  expect: { subject: 'bm-a01', causes: ['healthy'], title: 'A node in the pool that nobody uses yet' },
  build(site) {
    site.node({ name: 'bm-a01', traits: ['CUSTOM_NVME'] });
    site.flavor('bm.general', 'CUSTOM_BAREMETAL_GENERAL');
  },
} satisfies Scenario;
