import type { Scenario } from '../scenario.ts';
import { hour, second } from '../times.ts';
import { blame } from '../troubles.ts';

/** A conductor went away while it built several nodes; whether for lack of memory only its kernel could tell. */
export default {
  name: 'conductor-restarted-under-load',
  expect: {
    subject: 'bm-e16',
    causes: ['stuck-ing-state', 'conductor-oom'],
    section: 'ing-state',
    title: 'Several deploys that ended at the same moment',
  },
  build(site) {
    for (const [index, name] of ['bm-e16', 'bm-e17', 'bm-e18', 'bm-e19'].entries()) {
      const since = 2 * hour + index * second;
      const node = site.node({
        name,
        resource_class: 'bm.restart',
        leaf: 'leaf-e1',
        provision_state: 'deploy failed',
        target_provision_state: 'active',
        since,
        instance_info: { image_source: site.image('ubuntu').id, image_type: 'whole-disk' },
      });
      // Worded by _fail_transient_state's caller in ironic/conductor/base_manager.py.
      blame(
        site,
        node,
        since,
        'deploying',
        "The deploying state can't be resumed by conductor cond-1. Moving to fail state.",
      );
    }
  },
} satisfies Scenario;
