import { logReservation } from '../logs/lock-lines.ts';
import type { Scenario } from '../scenario.ts';
import { day, ironicTime, second } from '../times.ts';

/** The power sync holds the lock while it waits for a slow BMC. */
export default {
  name: 'node-locked',
  expect: {
    subject: 'bm-a11',
    causes: ['node-locked'],
    section: 'node-locked',
    title: 'A node that answers every request with a conflict',
  },
  build(site) {
    const node = site.node({ name: 'bm-a11', reservation: 'cond-2', since: 4 * day });
    const held = 40 * second;
    node.updated_at = ironicTime(site.ago(held));
    logReservation(site, node, { host: 'cond-2', held, refused: [22 * second, 9 * second] });
  },
} satisfies Scenario;
