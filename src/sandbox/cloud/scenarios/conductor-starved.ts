import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';

/** Different work, one conductor, and none of it gets on. */
export default {
  name: 'conductor-starved',
  expect: {
    subject: 'bm-d15',
    causes: ['stuck-ing-state'],
    section: 'iowait',
    title: 'Several nodes that have been busy for hours with different things',
  },
  build(site) {
    const busy = (name: string, provision_state: string, target: string, since: number) =>
      site.node({
        name,
        resource_class: 'bm.conductor-starved',
        leaf: 'leaf-d3',
        conductor_group: 'rack-b',
        provision_state,
        target_provision_state: target,
        power_state: 'power on',
        reservation: 'cond-3',
        since,
      });
    busy('bm-d15', 'cleaning', 'available', 160 * minute);
    busy('bm-d16', 'deleting', 'available', 154 * minute);
    busy('bm-d17', 'inspecting', 'manageable', 149 * minute);
    busy('bm-d18', 'cleaning', 'available', 158 * minute);
  },
} satisfies Scenario;
