import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';

/** Three at once on one conductor, from an image that is small to store and 80 GiB to write. */
export default {
  name: 'slow-image',
  expect: {
    subject: 'bm-d12',
    causes: ['stuck-ing-state'],
    section: 'file-size',
    title: 'Three deployments of a small image that take their time',
  },
  build(site) {
    const names = ['bm-d12', 'bm-d13', 'bm-d14'];
    for (const [index, name] of names.entries()) {
      const since = (41 - index) * minute;
      const node = site.node({
        name,
        resource_class: 'bm.slow-image',
        leaf: 'leaf-d3',
        provision_state: 'deploying',
        target_provision_state: 'active',
        power_state: 'power off',
        reservation: 'cond-2',
        since,
      });
      site.server({
        name: `render-0${index + 1}`,
        node,
        flavor: site.flavor('bm.slow-image', 'CUSTOM_BM_SLOW_IMAGE'),
        image: 'ubuntu',
        status: 'BUILD',
        vm_state: 'building',
        task_state: 'spawning',
        launched_at: null,
        since: since + minute,
      });
    }
  },
} satisfies Scenario;
