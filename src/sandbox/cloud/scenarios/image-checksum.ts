import type { Scenario } from '../scenario.ts';
import { marked } from '../secrets.ts';
import { minute } from '../times.ts';
import { blame } from '../troubles.ts';

export default {
  name: 'image-checksum',
  expect: {
    subject: 'bm-a15',
    causes: ['image-download-checksum'],
    title: 'A deployment that failed half-way',
  },
  build(site) {
    const node = site.node({
      name: 'bm-a15',
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      since: 33 * minute,
    });
    const image = site.image('ubuntu');
    // A signed address in an error: Ironic masks no texts.
    const location = `https://swift.example/v1/glance/${image.id}?temp_url_sig=${marked('temp-url-bm-a15')}&temp_url_expires=1795372800`;
    node.instance_info = {
      image_source: image.id,
      image_type: 'whole-disk',
      image_url: location,
      image_disk_format: image.disk_format,
      configdrive: marked('configdrive-bm-a15'),
    };
    node.driver_internal_info = {
      ...node.driver_internal_info,
      deploy_steps: null,
      is_whole_disk_image: true,
    };
    blame(
      site,
      node,
      33 * minute,
      'deploying',
      `Deploy step {'step': 'write_image', 'priority': 80, 'argsinfo': None, 'interface': 'deploy'} failed on node ${node.uuid}. Image failed to verify against checksum. location: ${location}; image ID: ${image.id}; image checksum: 8d1c7d0f6c2e4f0a9e0a3b1d5c6f7a80; verification checksum: 2a53bb0b51a1a9f3e1f6dd3f3b6f2a11`,
    );
  },
} satisfies Scenario;
