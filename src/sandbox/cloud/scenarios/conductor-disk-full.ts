import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { blame } from '../troubles.ts';

/** The wrapper says that it was the conductor's disk, not the node's. */
export default {
  name: 'conductor-disk-full',
  expect: {
    subject: 'bm-a16',
    causes: ['conductor-disk-full'],
    section: 'no-valid-host',
    title: 'A deployment that failed within seconds',
  },
  build(site) {
    const node = site.node({
      name: 'bm-a16',
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      since: 18 * minute,
    });
    node.instance_info = { image_source: site.image('ubuntu').id, image_type: 'whole-disk' };
    blame(
      site,
      node,
      18 * minute,
      'deploying',
      'Failed to prepare to deploy: [Errno 28] No space left on device',
    );
  },
} satisfies Scenario;
