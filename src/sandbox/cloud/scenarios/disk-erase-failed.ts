import type { Scenario } from '../scenario.ts';
import { hour } from '../times.ts';
import { blame, cleaningInternals } from '../troubles.ts';

export default {
  name: 'disk-erase-failed',
  expect: {
    subject: 'bm-a13',
    causes: ['clean-step-failed'],
    title: 'A node that Ironic took out of service while cleaning',
  },
  build(site) {
    const node = site.node({
      name: 'bm-a13',
      provision_state: 'clean failed',
      target_provision_state: 'available',
      power_state: 'power on',
      maintenance: true,
      fault: 'clean failure',
      since: 7 * hour,
    });
    node.driver_internal_info = { ...node.driver_internal_info, ...cleaningInternals };
    const text = `Clean step {'step': 'erase_devices', 'priority': 10, 'interface': 'deploy', 'argsinfo': None, 'abortable': True} failed on node ${node.uuid}. Error erasing block device: Failed to invoke secure erase, fallback to shred is not enabled: Block device /dev/sdb is frozen and cannot be erased`;
    blame(site, node, 7 * hour, 'cleaning', text);
    node.maintenance_reason = text;
  },
} satisfies Scenario;
