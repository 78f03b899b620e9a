import type { Scenario } from '../scenario.ts';
import { marked } from '../secrets.ts';
import { bareTime, hour, second } from '../times.ts';
import { cleaningInternals, onCleaningNetwork } from '../troubles.ts';

/** Heartbeats arrive, the step does not advance. */
export default {
  name: 'agent-stuck',
  expect: {
    subject: 'bm-b07',
    causes: ['agent-comm', 'wait-callback-timeout', 'clean-step-failed'],
    section: 'agent-stuck',
    title: 'A node that is cleaning, with its ramdisk alive',
  },
  build(site) {
    const node = site.node({
      name: 'bm-b07',
      provision_state: 'clean wait',
      target_provision_state: 'available',
      power_state: 'power on',
      since: 5 * hour,
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
      agent_url: 'https://10.41.0.77:9999',
      agent_version: '9.4.0',
      agent_last_heartbeat: bareTime(site.ago(12 * second)),
      agent_secret_token: marked('agent-token-bm-b07'),
    };
    node.hidden.heartbeats = true;
    onCleaningNetwork(site, node);
  },
} satisfies Scenario;
