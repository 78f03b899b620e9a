import type { Scenario } from '../scenario.ts';
import { bareTime, hour, minute } from '../times.ts';
import { cleaningInternals, onCleaningNetwork } from '../troubles.ts';

/** The ramdisk booted, began a step, and nothing has been heard of it since. */
export default {
  name: 'agent-went-silent',
  expect: {
    subject: 'bm-c30',
    causes: ['wait-callback-timeout'],
    section: 'stop-operation',
    title: 'A node whose cleaning began well and does not end',
  },
  build(site) {
    const node = site.node({
      name: 'bm-c30',
      resource_class: 'bm.silent-c',
      leaf: 'leaf-c4',
      provision_state: 'clean wait',
      target_provision_state: 'available',
      power_state: 'power on',
      since: 2 * hour,
    });
    const step = {
      step: 'erase_devices_metadata',
      priority: 99,
      interface: 'deploy',
      argsinfo: null,
      abortable: true,
    };
    node.clean_step = step;
    node.driver_internal_info = {
      ...node.driver_internal_info,
      ...cleaningInternals,
      clean_steps: [step],
      clean_step_index: 0,
      agent_version: '9.4.0',
      last_power_state_change: bareTime(site.ago(2 * hour + 6 * minute)),
      agent_last_heartbeat: bareTime(site.ago(2 * hour)),
    };
    onCleaningNetwork(site, node);
  },
} satisfies Scenario;
