import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';

export default {
  name: 'no-resource-class',
  expect: {
    subject: 'bm-a19',
    causes: ['nvh-resource-class'],
    section: 'no-valid-host',
    title: 'A node that is available and never gets work',
  },
  build(site) {
    site.node({ name: 'bm-a19', resource_class: null, since: 13 * day });
  },
} satisfies Scenario;
