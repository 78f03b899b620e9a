import { uuidFrom } from '../ids.ts';
import type { Scenario } from '../scenario.ts';
import { bareTime, hour, minute } from '../times.ts';
import { blame } from '../troubles.ts';

/** A clean-up took the Neutron port away under a cleaning; Ironic still remembers it, and the agent fell silent. */
export default {
  name: 'clean-failed-port-gone',
  expect: {
    subject: 'bm-c12',
    causes: ['network-vif'],
    section: 'clean-failed',
    title: 'A node whose maintenance was lifted twice and came back',
  },
  build(site) {
    const node = site.node({
      name: 'bm-c12',
      resource_class: 'bm.stale-c',
      leaf: 'leaf-c9',
      provision_state: 'clean failed',
      target_provision_state: 'available',
      power_state: 'power on',
      maintenance: true,
      fault: 'clean failure',
      since: 7 * hour,
    });
    const text =
      "Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node. Failed on step {'step': 'erase_devices_metadata', 'priority': 99, 'interface': 'deploy'}.";
    blame(site, node, 7 * hour, 'cleaning', text);
    node.maintenance_reason = text;
    node.driver_internal_info = {
      ...node.driver_internal_info,
      agent_version: '9.4.0',
      agent_last_heartbeat: bareTime(site.ago(7 * hour + 38 * minute)),
    };
    // Recorded, and unknown to Neutron.
    site.port(node).internal_info = { cleaning_vif_port_id: uuidFrom('vif-that-somebody-deleted') };
  },
} satisfies Scenario;
