import type { Scenario } from '../scenario.ts';
import { day, hour } from '../times.ts';
import { blame } from '../troubles.ts';

/** A firmware update of a node in use: the one failure after which a reset can do harm. */
export default {
  name: 'service-failed',
  expect: {
    subject: 'bm-e84',
    causes: ['raid-bios-firmware'],
    section: 'states',
    title: 'A node in use whose maintenance window went wrong',
  },
  build(site) {
    const node = site.node({
      name: 'bm-e84',
      family: 'redfish',
      resource_class: 'bm.failed',
      leaf: 'leaf-e8',
      provision_state: 'active',
      since: hour,
    });
    site.server({
      name: 'mail-03',
      node,
      flavor: site.flavor('bm.failed', 'CUSTOM_BM_FAILED'),
      since: 90 * day,
    });
    const text = `Node ${node.uuid} failed step {'interface': 'firmware', 'step': 'update', 'priority': 0}: Firmware update failed for node ${node.uuid}, firmware https://firmware.example/bios-2.19.exe. Error: The update task ended in state Exception`;
    node.provision_state = 'service failed';
    node.target_provision_state = 'active';
    node.power_state = 'power on';
    node.maintenance = true;
    node.maintenance_reason = text;
    node.fault = 'service failure';
    blame(site, node, hour, 'servicing', text);
  },
} satisfies Scenario;
