import { say } from '../advice-steps.ts';
import { bmcResetByHand, powerStatusByHand } from '../bmc-by-hand.ts';
import { defineProcedure } from '../procedure.ts';

/**
 * The page on power sync says 60 s; openstack/ironic ironic/conf/conductor.py sync_power_state_interval has been 120
 * since 2025.
 */
export default defineProcedure({
  id: 'power-fault',
  title: 'End a power fault',
  sections: ['power-fault'],
  words: [
    'power',
    'power failure',
    'power sync',
    'sync_power_state',
    'max retries exceeded',
    'power state none',
    'turns itself on',
    'power error',
    'fault',
  ],
  when: 'Ironic put the node into maintenance with fault "power failure", since it could not read the power state.',
  steps: (hand) => [
    say(
      'Read the reason, and since when.',
      `baremetal node show ${hand.node} -f json --fields fault maintenance maintenance_reason power_state last_error`,
    ),
    say(
      'Many at once? Then it is a network, a password or the conductor.',
      "baremetal node list --fault 'power failure' --fields name conductor maintenance_reason",
    ),
    say('Ask the BMC from the conductor that has the node.', powerStatusByHand(hand)),
    say(
      'Silence: /ironic guide ipmi-over-lan. Session refused: ipmi-ciphers. Password refused: bmc-password.',
    ),
    say('It answers, and hangs again and again: reset the BMC.', bmcResetByHand(hand)),
    say(
      'Then wait: Ironic tries every 300 s by default, and lifts fault and maintenance itself.',
      `baremetal node show ${hand.node} -f json --fields fault maintenance power_state`,
    ),
    say(
      'It never lifts what a person set. With fault power failure you may also do it now.',
      `baremetal node maintenance unset ${hand.node}`,
    ),
    say(
      'Faults come and go on a big site? The loop runs every 120 s (older: 60) with 8 workers: raise sync_power_state_interval.',
      "grep -nE 'sync_power_state|power_state_sync' /etc/ironic/ironic.conf",
    ),
  ],
  done: 'fault is empty, maintenance is false, and power_state is on or off.',
  beware:
    'force_power_state_during_sync (on by default) switches the machine to what Ironic last knew: look at power_state before lifting.',
});
