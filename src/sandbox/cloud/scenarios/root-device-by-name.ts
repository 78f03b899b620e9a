import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { blame } from '../troubles.ts';

export default {
  name: 'root-device-by-name',
  expect: {
    subject: 'bm-d05',
    causes: ['root-device-hints'],
    section: 'disk-order',
    title: 'A deployment that worked last week and not today',
  },
  build(site) {
    const failed = 18 * minute;
    const node = site.node({
      name: 'bm-d05',
      resource_class: 'bm.root-device',
      leaf: 'leaf-d1',
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      since: failed,
    });
    node.properties = { ...node.properties, root_device: { name: '/dev/sda' } };
    const image = site.image('debian');
    node.instance_info = { image_source: image.id, image_type: 'whole-disk', image_disk_format: 'raw' };
    const disk = (name: string, size: number, serial: string, hctl: string) => ({
      name,
      vendor: 'ATA',
      model: 'SAMSUNG MZ7L3480',
      size,
      rotational: false,
      serial,
      wwn: `0x5002538f${serial.slice(-6)}`,
      hctl,
    });
    site.state.nodeInventories.push({
      node_uuid: node.uuid,
      inventory: {
        interfaces: [],
        disks: [
          disk('/dev/sda', 480_103_981_056, 'S664NE0R401187', '0:0:0:0'),
          disk('/dev/sdb', 480_103_981_056, 'S664NE0R401203', '0:0:1:0'),
        ],
      },
      plugin_data: {},
    });
    blame(
      site,
      node,
      failed,
      'deploying',
      `Deploy step {'step': 'write_image', 'priority': 80, 'argsinfo': None, 'interface': 'deploy'} failed on node ${node.uuid}. Error writing image to device: Writing image to device /dev/sda failed with exit code 1. stdout: . stderr: qemu-img: /dev/sda: error while converting host_device: Could not open '/dev/sda': cannot open /dev/sda: No medium found`,
    );
  },
} satisfies Scenario;
