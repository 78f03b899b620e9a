import { uuidFrom } from '../ids.ts';
import type { Scenario } from '../scenario.ts';
import { day, minute, zuluTime } from '../times.ts';
import { blame } from '../troubles.ts';

export default {
  name: 'image-mislabelled',
  expect: {
    subject: 'bm-d02',
    causes: ['image-invalid'],
    section: 'image-invalid',
    title: 'A deployment of an image that came from a vendor',
  },
  build(site) {
    const failed = 9 * minute;
    const node = site.node({
      name: 'bm-d02',
      resource_class: 'bm.image-mislabelled',
      leaf: 'leaf-d1',
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      since: failed,
    });
    const id = uuidFrom('image-mislabelled');
    site.state.images.push({
      id,
      name: 'firewall-appliance-11',
      disk_format: 'qcow2',
      size: 1_900_000_000,
      virtual_size: null,
      status: 'active',
      created_at: zuluTime(site.ago(2 * day)),
      properties: {},
    });
    node.instance_info = { image_source: id, image_type: 'whole-disk', image_disk_format: 'qcow2' };
    node.driver_internal_info = { ...node.driver_internal_info, is_whole_disk_image: true };
    blame(
      site,
      node,
      failed,
      'deploying',
      `Deploy step {'step': 'write_image', 'priority': 80, 'argsinfo': None, 'interface': 'deploy'} failed on node ${node.uuid}. Agent returned error for deploy step: The provided image is not valid for use: Security: Expected format was qcow2, but image was actually raw`,
    );
  },
} satisfies Scenario;
