import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';

/** Validation itself ends in an exception: the answer lies in a log, and no setting of the node is to blame. */
export default {
  name: 'validation-breaks',
  expect: {
    subject: 'bm-e31',
    causes: ['insufficient-evidence'],
    section: 'api-errors',
    title: 'A free node whose network cannot be validated',
  },
  build(site) {
    site.node({
      name: 'bm-e31',
      resource_class: 'bm.errors',
      leaf: 'leaf-e3',
      since: 2 * day,
      hidden: {
        invalid: {
          network:
            "Unexpected exception, traceback saved into log by ironic conductor service that is running on cond-2: 'NoneType' object has no attribute 'networks'",
        },
      },
    });
  },
} satisfies Scenario;
