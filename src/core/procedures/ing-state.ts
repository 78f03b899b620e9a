import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/** What a start frees and fails: openstack/ironic ironic/conductor/base_manager.py, ironic/common/states.py. */
export default defineProcedure({
  id: 'ing-state',
  title: 'Free a node that is stuck in an -ing state',
  sections: ['ing-state'],
  words: [
    'stuck',
    'stuck deploying',
    'stuck cleaning',
    'stuck in deploying',
    'stuck in cleaning',
    'deploying',
    'cleaning',
    'deleting',
    'restart conductor',
    'conductor restart',
    'conductor dead',
    'hung conductor',
    'break lock',
  ],
  when: 'It has been deploying, cleaning, inspecting, verifying or the like for far longer than such work takes.',
  steps: (hand) => [
    say(
      'See the state, since when, and who holds the lock.',
      `baremetal node show ${hand.node} -f json --fields provision_state provision_updated_at reservation conductor last_error`,
    ),
    say(
      'Is that conductor alive? If not, another one with its group and driver fails the node within about two minutes. None does: start the dead one.',
      'baremetal conductor list',
    ),
    say(
      `On ${hand.conductor}: what did it last do for the node? Lines of this minute mean that it works.`,
      `journalctl -u '*ironic-conductor*' --since -6h | grep ${hand.uuid} | tail -40`,
    ),
    say(
      'See what else it has in hand: all of that in an -ing state fails with a restart.',
      `baremetal node list --conductor ${hand.conductor} --fields name provision_state reservation`,
    ),
    say('Does it wait for storage? High iowait and await: see /ironic guide iowait.', 'iostat -xz 5 3'),
    say(
      'Does a network file system hang? Then the host needs a reboot; the process cannot exit.',
      'timeout 10 ls /var/lib/ironic /tftpboot /httpboot',
    ),
    say(
      `Restart that conductor, on ${hand.conductor}. Starting, it frees its own locks and fails its nodes in -ing states; waiting ones stay.`,
      'systemctl restart ironic-conductor',
    ),
    say(
      'See that the lock is gone and the state is a failed one; then leave it as that state allows (/ironic guide states).',
      `baremetal node show ${hand.node} -f json --fields provision_state reservation last_error`,
    ),
  ],
  done: 'reservation is empty and the node is in a failed state (enroll after verifying).',
  beware:
    "Never edit Ironic's database to free it: the work may still run, and two would then act on one machine.",
});
