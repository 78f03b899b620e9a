import type { Scenario } from '../scenario.ts';
import { marked } from '../secrets.ts';
import { minute, zuluTime } from '../times.ts';
import { blame, retriesExceeded } from '../troubles.ts';

export default {
  name: 'configdrive-expired',
  expect: {
    subject: 'bm-d07',
    causes: ['configdrive-volume'],
    section: 'configdrive-401',
    title: 'A slow deployment that failed near its end',
  },
  build(site) {
    const failed = 6 * minute;
    const node = site.node({
      name: 'bm-d07',
      resource_class: 'bm.configdrive-expired',
      leaf: 'leaf-d2',
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      since: failed,
    });
    const text = `Deploy step {'step': 'inject_files', 'priority': 50, 'argsinfo': None, 'interface': 'deploy'} failed on node ${node.uuid}. Can't download the configdrive content for node ${node.uuid} from 'https://swift.example/v1/AUTH_ironic/ironic_configdrive_container/configdrive-${node.uuid}?temp_url_sig=${marked('configdrive-url-bm-d07')}&temp_url_expires=1795372800'. Got status code '401', response body Unauthorized: Temp URL invalid`;
    const server = site.server({
      name: 'archive-04',
      node,
      flavor: site.flavor('bm.configdrive-expired', 'CUSTOM_BM_CONFIGDRIVE_EXPIRED'),
      status: 'ERROR',
      vm_state: 'error',
      since: 38 * minute,
      launched_at: null,
      fault: retriesExceeded(site, failed, `Last exception: Failed to provision instance: ${text}`),
    });
    server.updated = zuluTime(site.ago(failed));
    node.instance_uuid = server.id;
    node.instance_info = {
      image_source: site.image('debian').id,
      image_type: 'whole-disk',
      configdrive: marked('configdrive-bm-d07'),
    };
    blame(site, node, failed, 'deploying', text);
  },
} satisfies Scenario;
