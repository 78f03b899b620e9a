import { uuidFrom } from '../ids.ts';
import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';

/** Nova forgot the server while its nova-compute was away; the machine runs on. */
export default {
  name: 'instance-gone',
  expect: {
    subject: 'bm-e41',
    causes: ['insufficient-evidence'],
    section: 'states',
    title: 'A running node that nobody finds among the servers',
  },
  build(site) {
    const image = site.image('debian');
    site.node({
      name: 'bm-e41',
      resource_class: 'bm.contradiction',
      leaf: 'leaf-e4',
      provision_state: 'active',
      power_state: 'power on',
      instance_uuid: uuidFrom('server-forgotten'),
      instance_info: {
        image_source: image.id,
        display_name: 'report-01',
        nova_host_id: 'compute-1',
        vcpus: '64',
      },
      since: 70 * day,
    });
  },
} satisfies Scenario;
