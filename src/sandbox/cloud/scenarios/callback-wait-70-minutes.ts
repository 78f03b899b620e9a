import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { deploySteps } from '../troubles.ts';

export default {
  name: 'callback-wait-70-minutes',
  expect: {
    subject: 'bm-b05',
    causes: ['wait-callback-timeout', 'dhcp-pxe-boot'],
    section: 'wait-communication',
    title: 'A node that should have been deployed an hour ago',
  },
  build(site) {
    const node = site.node({
      name: 'bm-b05',
      provision_state: 'wait call-back',
      target_provision_state: 'active',
      power_state: 'power on',
      since: 70 * minute,
    });
    node.deploy_step = deploySteps[0] ?? {};
    node.driver_internal_info = {
      ...node.driver_internal_info,
      deploy_steps: deploySteps,
      deploy_step_index: 0,
      is_whole_disk_image: true,
    };
    node.hidden.ramdisk = 'silent';
    site.server({
      name: 'web-03',
      node,
      flavor: site.flavor('bm.general', 'CUSTOM_BAREMETAL_GENERAL'),
      status: 'BUILD',
      vm_state: 'building',
      task_state: 'spawning',
      launched_at: null,
      since: 71 * minute,
    });
    site.vif(node, 'provisioning', 'provisioning_vif_port_id', { status: 'DOWN' });
  },
} satisfies Scenario;
