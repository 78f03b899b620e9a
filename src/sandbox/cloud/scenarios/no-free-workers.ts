import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { retriesExceeded } from '../troubles.ts';

/** The worker pool of one conductor was full at that moment. */
export default {
  name: 'no-free-workers',
  expect: {
    subject: 'edge-api-01',
    causes: ['concurrent-action-limit'],
    section: 'api-errors',
    title: 'A server that failed at once, on a node that is free again',
  },
  build(site) {
    site.node({ name: 'bm-e32', resource_class: 'bm.workers', leaf: 'leaf-e3' });
    site.server({
      name: 'edge-api-01',
      flavor: site.flavor('bm.workers', 'CUSTOM_BM_WORKERS'),
      // Worded by NoFreeConductorWorker in ironic/common/exception.py.
      fault: retriesExceeded(
        site,
        11 * minute,
        'Exhausted all hosts available for retrying build failures for instance edge-api-01. Last exception: Failed to provision instance edge-api-01: Requested action cannot be performed due to lack of free conductor workers.',
      ),
      since: 12 * minute,
    });
  },
} satisfies Scenario;
