import type { Scenario } from '../scenario.ts';
import { hour } from '../times.ts';
import { blame, cleaningInternals } from '../troubles.ts';

export default {
  name: 'erase-behind-raid',
  expect: {
    subject: 'bm-d04',
    causes: ['clean-step-failed'],
    section: 'secure-erase',
    title: 'A machine that cannot be wiped for its next tenant',
  },
  build(site) {
    const failed = 3 * hour;
    const node = site.node({
      name: 'bm-d04',
      resource_class: 'bm.erase-raid',
      leaf: 'leaf-d1',
      family: 'redfish',
      provision_state: 'clean failed',
      target_provision_state: 'available',
      power_state: 'power on',
      maintenance: true,
      fault: 'clean failure',
      since: failed,
    });
    node.driver_internal_info = { ...node.driver_internal_info, ...cleaningInternals };
    site.state.nodeInventories.push({
      node_uuid: node.uuid,
      inventory: {
        interfaces: [],
        disks: [
          {
            name: '/dev/sda',
            vendor: 'DELL',
            model: 'PERC H755 Front',
            size: 959_656_755_200,
            rotational: false,
            serial: '00c27a6d1e93bb4c',
            wwn: '0x6f4ee0807c9e2a00',
            hctl: '0:2:0:0',
          },
        ],
      },
      plugin_data: {},
    });
    const text = `Clean step {'step': 'erase_devices', 'priority': 10, 'interface': 'deploy', 'argsinfo': None, 'abortable': True} failed on node ${node.uuid}. Error erasing block device: Unable to erase block device /dev/sda: device is unsupported.`;
    blame(site, node, failed, 'cleaning', text);
    node.maintenance_reason = text;
  },
} satisfies Scenario;
