import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/** What is counted: openstack/ironic ironic/conductor/manager.py _concurrent_action_limit. */
export default defineProcedure({
  id: 'concurrent-limit',
  title: 'Deal with the limit of concurrent deploys or cleanings',
  sections: ['concurrent-action-limit'],
  words: [
    'concurrent',
    'concurrentactionlimit',
    'concurrent action limit',
    '503',
    'http 503',
    'too many deploys',
    'no free conductor workers',
    'max_concurrent_clean',
    'max_concurrent_deploy',
    'limit reached',
  ],
  when: 'Requests are refused with HTTP 503, "The concurrent action limit for ... has been reached".',
  steps: () => [
    say(
      'Deploys: count deploying and wait call-back together.',
      'baremetal node list --limit 0 --provision-state deploying -f value | wc -l',
    ),
    say(
      'The second half of it.',
      "baremetal node list --limit 0 --provision-state 'wait call-back' -f value | wc -l",
    ),
    say(
      'Cleanings: count cleaning, clean wait and deleting together.',
      "baremetal node list --limit 0 --fields provision_state -f value | grep -cE '^(cleaning|clean wait|deleting)'",
    ),
    say(
      'Compare with 250 and 50, the defaults; the error hides the number on purpose. Newer ones can count per conductor group.',
      "grep -nE 'max_concurrent_' /etc/ironic/ironic.conf",
    ),
    say('Who set the wave off?', 'openstack server list --all-projects --status BUILD --long'),
    say('Nodes that only wait for a dead ramdisk fill it too: /ironic guide wait-state.'),
    say('Wait and repeat. The request changed nothing and can be sent again.'),
    say(
      'Too low for this site? Raise [conductor]max_concurrent_deploy or max_concurrent_clean on all conductors, then restart them one by one, at a quiet time.',
      'systemctl restart ironic-conductor',
    ),
    say(
      '"No free conductor workers" is another limit: [conductor]workers_pool_size. It passes the same way.',
    ),
  ],
  done: 'The counts are below the limits, and the request is accepted.',
  beware:
    'The limit on cleaning also guards against a script or an intruder who wipes a whole fleet: ask why first. A restart fails what a conductor has in an -ing state.',
});
