import { say } from '../advice-steps.ts';
import { powerStatusByHand } from '../bmc-by-hand.ts';
import { defineProcedure } from '../procedure.ts';

/**
 * Wordings of openstack/ironic ironic/conductor/task_manager.py; all but the refusal are at DEBUG. Locks of the dead are
 * freed by ironic/conductor/manager.py _check_orphan_nodes.
 */
export default defineProcedure({
  id: 'lock-trace',
  title: 'Trace who holds the lock on a node, and why',
  sections: ['node-locked'],
  words: [
    'lock',
    'locked',
    'node locked',
    'nodelocked',
    'is locked by host',
    'reservation',
    'reserved',
    '409',
    'http 409',
    'conflict',
    'unlock',
  ],
  when: 'Requests are refused with HTTP 409, "is locked by host", for more than a few seconds.',
  steps: (hand) => {
    const log = '/var/log/ironic/ironic-conductor.log';
    return [
      say(
        'Repeat what was refused. Still locked? See who holds it, and in which state.',
        `baremetal node show ${hand.node} -f json --fields reservation provision_state target_power_state updated_at`,
      ),
      say(
        'verifying, or a state at rest: a slow BMC, mostly the power sync. deploying, cleaning, inspecting: work, up to hours.',
        powerStatusByHand(hand),
      ),
      say(
        'On the conductor that holds it: lines about locks and states. They are at DEBUG; without debug = True only the refusal is there.',
        `grep -hE 'task_manager|common.states|NodeLocked|is locked by' ${log} | grep ${hand.uuid} | tail -60`,
      ),
      say('Find the first refusal.', `grep -nm 1 '${hand.uuid} is locked by host' ${log}`),
      say(
        'Before it, the last "successfully reserved for ..." names what took the lock: that is the cause.',
        `grep -nE '${hand.uuid} successfully reserved for' ${log} | tail -5`,
      ),
      say(
        'After it, "released exclusive lock" tells for how long. Over a minute for a power check is a sick BMC.',
        `grep -nE 'released exclusive lock .*${hand.uuid}' ${log} | tail -5`,
      ),
      say(
        'Is the holder alive? The lock of a dead one is freed within about two minutes, by another conductor of its group and driver. If there is none, start it.',
        'baremetal conductor list',
      ),
      say('Never released, and the log is silent: /ironic guide ing-state.'),
    ];
  },
  done: 'You know the purpose of the lock and how long it was held; the request goes through.',
  beware: "Never clear the reservation in Ironic's database: the work behind it may still run.",
});
