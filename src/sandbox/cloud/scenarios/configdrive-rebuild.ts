import type { Scenario } from '../scenario.ts';
import { marked } from '../secrets.ts';
import { bareTime, day, minute } from '../times.ts';
import { blame } from '../troubles.ts';

/** Rebuilt in Ironic itself, so that Nova knows nothing of it and sent no new config drive. */
export default {
  name: 'configdrive-rebuild',
  expect: {
    subject: 'bm-d06',
    causes: ['configdrive-volume'],
    section: 'configdrive-rebuild',
    title: 'A rebuild of a server that has run for months',
  },
  build(site) {
    const failed = 11 * minute;
    const node = site.node({
      name: 'bm-d06',
      resource_class: 'bm.configdrive-rebuild',
      leaf: 'leaf-d2',
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      since: failed,
    });
    site.server({
      name: 'payroll-03',
      node,
      flavor: site.flavor('bm.configdrive-rebuild', 'CUSTOM_BM_CONFIGDRIVE_REBUILD'),
      since: 140 * day,
      launched_at: bareTime(site.ago(140 * day)),
    });
    node.instance_info = {
      image_source: site.image('debian').id,
      image_type: 'whole-disk',
      configdrive: marked('configdrive-bm-d06'),
    };
    blame(
      site,
      node,
      failed,
      'deploying',
      `Deploy step {'step': 'write_image', 'priority': 80, 'argsinfo': None, 'interface': 'deploy'} failed on node ${node.uuid}. Error inspecting the configdrive: Can't download the configdrive content for node ${node.uuid} from 'https://swift.example/v1/AUTH_ironic/ironic_configdrive_container/configdrive-${node.uuid}?temp_url_sig=${marked('configdrive-url-bm-d06')}&temp_url_expires=1783276800'. Got status code '401', response body Unauthorized: Temp URL invalid`,
    );
  },
} satisfies Scenario;
