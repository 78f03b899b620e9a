import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { blame } from '../troubles.ts';

/** A conductor that converts large images has no memory left for another one. */
export default {
  name: 'conductor-memory-refused',
  expect: {
    subject: 'bm-e11',
    causes: ['conductor-oom'],
    section: 'out-of-memory',
    title: 'A deploy that was refused while others went on',
  },
  build(site) {
    const fields = { resource_class: 'bm.memory', leaf: 'leaf-e1', driver_internal_info: {} };
    const image = site.image('ubuntu');
    for (const [name, ago] of [
      ['bm-e11', 6],
      ['bm-e12', 9],
    ] as const) {
      const node = site.node({
        ...fields,
        name,
        provision_state: 'deploy failed',
        target_provision_state: 'active',
        since: ago * minute,
        instance_info: { image_source: image.id, image_type: 'whole-disk' },
      });
      // Worded by InsufficientMemory in ironic/common/exception.py, inside the deploy step's own failure.
      blame(
        site,
        node,
        ago * minute,
        'deploying',
        'Deploy step deploy.deploy failed: Available memory at 388, Insufficient as 1024 is required to proceed at this time..',
      );
    }
    for (const name of ['bm-e13', 'bm-e14', 'bm-e15']) {
      site.node({
        ...fields,
        name,
        provision_state: 'deploying',
        target_provision_state: 'active',
        reservation: 'cond-1',
        power_state: 'power on',
        since: 8 * minute,
        instance_info: { image_source: image.id, image_type: 'whole-disk' },
      });
    }
  },
} satisfies Scenario;
