import { say } from '../advice-steps.ts';
import { bmcResetByHand, powerStatusByHand } from '../bmc-by-hand.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'wait-state',
  title: 'Find out why a ramdisk does not call back',
  sections: ['wait-state', 'wait-communication'],
  words: [
    'wait',
    'why wait',
    'stuck in wait',
    'wait call-back',
    'wait callback',
    'callback timeout',
    'deploy wait',
    'clean wait',
    'inspect wait',
    'rescue wait',
    'service wait',
    'timeout reached while waiting for callback',
    'never called back',
    'boot device',
    'console',
    'bmc reset',
  ],
  when: 'It has been in a wait state for long, and no heartbeat came.',
  steps: (hand) => [
    say(
      'See the state, since when, and the power as Ironic believes it.',
      `baremetal node show ${hand.node} -f json --fields provision_state provision_updated_at power_state last_error`,
    ),
    say(
      'Watch the console: firmware, network boot, ramdisk, or the old system?',
      `baremetal node console show ${hand.node}`,
    ),
    say(
      'Ask the BMC itself whether the machine is on; some accept an order and do half of it.',
      powerStatusByHand(hand),
    ),
    say(
      'What is it set to boot from? Network or virtual media is right now.',
      `baremetal node boot device show ${hand.node}`,
    ),
    say(
      'Read the VIF of this operation (cleaning_, provisioning_ or other _vif_port_id in internal_info), and the switch port.',
      `baremetal port list --node ${hand.node} --fields address pxe_enabled internal_info local_link_connection`,
    ),
    say('Does that VIF exist in Neutron, on the right network, and bound?', 'openstack port show <vif>'),
    say(
      'Does its request arrive where DHCP is served? Nothing there: /ironic guide port-fast, then lacp.',
      `tcpdump -eni <interface> ether host ${hand.mac} and port 67`,
    ),
    say(
      'No firmware being written (/ironic guide firmware)? Start it once more, with the console open.',
      `baremetal node reboot ${hand.node}`,
    ),
    say('Orders without effect: reset the BMC, wait two minutes, start again.', bmcResetByHand(hand)),
    say('To give up, see which verb the state takes: /ironic guide stop-operation.'),
  ],
  done: 'agent_last_heartbeat in driver_internal_info is fresh, and the state moves on.',
  beware: 'Neither power-cycle nor BMC reset while firmware is written: it can break the machine for good.',
});
