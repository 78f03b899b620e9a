import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';

/** Its conductor died, and no other one serves its group. */
export default {
  name: 'deploying-on-dead-conductor',
  expect: {
    subject: 'bm-c01',
    causes: ['stuck-ing-state'],
    title: 'A node that has been deploying for ever',
  },
  build(site) {
    const node = site.node({
      name: 'bm-c01',
      conductor_group: 'rack-c',
      provision_state: 'deploying',
      target_provision_state: 'active',
      reservation: 'cond-4',
      since: 49 * minute,
    });
    node.driver_internal_info = {
      ...node.driver_internal_info,
      deploy_steps: null,
      is_whole_disk_image: true,
    };
    site.server({
      name: 'cache-01',
      node,
      flavor: site.flavor('bm.general', 'CUSTOM_BAREMETAL_GENERAL'),
      status: 'BUILD',
      vm_state: 'building',
      task_state: 'spawning',
      launched_at: null,
      since: 50 * minute,
    });
  },
} satisfies Scenario;
