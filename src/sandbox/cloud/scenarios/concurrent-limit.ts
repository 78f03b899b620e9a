import type { Scenario } from '../scenario.ts';
import { minute, second } from '../times.ts';
import { retriesExceeded } from '../troubles.ts';

/** A wave of deploys fills the limit, and one more is refused. */
export default {
  name: 'concurrent-limit',
  expect: {
    subject: 'batch-07',
    causes: ['concurrent-action-limit'],
    section: 'concurrent-action-limit',
    title: 'One server of a batch that was refused although nodes are free',
  },
  build(site) {
    const flavor = site.flavor('bm.batch', 'CUSTOM_BM_BATCH');
    for (const [index, name] of ['bm-e21', 'bm-e22', 'bm-e23', 'bm-e24', 'bm-e25', 'bm-e26'].entries()) {
      const node = site.node({
        name,
        resource_class: 'bm.batch',
        leaf: 'leaf-e2',
        provision_state: 'deploying',
        target_provision_state: 'active',
        reservation: 'cond-1',
        power_state: 'power on',
        since: 7 * minute + index * 20 * second,
      });
      site.server({
        name: `batch-0${index + 1}`,
        node,
        flavor,
        status: 'BUILD',
        vm_state: 'building',
        task_state: 'spawning',
        launched_at: null,
        since: 8 * minute,
      });
    }
    site.node({ name: 'bm-e27', resource_class: 'bm.batch', leaf: 'leaf-e2' });
    // Worded by ConcurrentActionLimit in ironic/common/exception.py, inside nova/virt/ironic/driver.py and the scheduler's.
    const reason =
      'Exhausted all hosts available for retrying build failures for instance batch-07. Last exception: Failed to provision instance batch-07: Unable to process request at this time. The concurrent action limit for provisioning has been reached. Please contact your administrator and try again later.';
    site.server({
      name: 'batch-07',
      flavor,
      fault: retriesExceeded(site, 5 * minute, reason),
      since: 6 * minute,
    });
  },
} satisfies Scenario;
