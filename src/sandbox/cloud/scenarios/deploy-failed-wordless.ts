import { logFailure } from '../logs/failure-lines.ts';
import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';

/** Somebody tried again at once, which wiped the error; only the conductor's log still has it. */
export default {
  name: 'deploy-failed-wordless',
  expect: {
    subject: 'bm-h01',
    causes: ['conductor-disk-full'],
    section: 'no-valid-host',
    title: 'A failed deployment of which the node itself tells nothing',
  },
  build(site) {
    const failed = 22 * minute;
    const node = site.node({
      name: 'bm-h01',
      resource_class: 'bm.wordless',
      leaf: 'leaf-h1',
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      since: failed,
    });
    node.instance_info = { image_source: site.image('debian').id, image_type: 'whole-disk' };
    logFailure(
      site,
      node,
      failed,
      'deploying',
      'Failed to prepare to deploy. Exception: [Errno 28] No space left on device',
    );
  },
} satisfies Scenario;
