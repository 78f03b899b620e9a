import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'bmc-password',
  title: 'Give Ironic the new password of a BMC',
  sections: ['bmc-password'],
  words: [
    'password',
    'credentials',
    'bmc credentials',
    'bmc password',
    'password changed',
    'password rotation',
    'rotate password',
    'unauthorized',
    'redfish password',
    'ipmi password',
    'wrong password',
  ],
  when: 'The BMC refuses user or password, and the node is in maintenance with fault power failure.',
  steps: (hand) => [
    say(
      'How many are hit? Many at once is a rotation, not this one.',
      "baremetal node list --fault 'power failure' --fields name maintenance_reason",
    ),
    say(
      'See the driver; it decides the names of the fields.',
      `baremetal node show ${hand.node} -f json --fields driver driver_info fault`,
    ),
    say(
      'Put the password into a file that only you can read, and try it from the conductor. Redfish asks for it:',
      `curl -sSk -u <user> https://${hand.bmc}/redfish/v1/Systems/`,
    ),
    say(
      'IPMI takes the file.',
      `ipmitool -I lanplus -H ${hand.bmc} -U <user> -f <password-file> chassis power status`,
    ),
    say(
      'redfish and idrac:',
      `baremetal node set ${hand.node} --driver-info redfish_username=<user> --driver-info redfish_password="$(cat <password-file>)"`,
    ),
    say(
      'ipmi:',
      `baremetal node set ${hand.node} --driver-info ipmi_username=<user> --driver-info ipmi_password="$(cat <password-file>)"`,
    ),
    say('Old iDRAC drivers with WSMAN have drac_username and drac_password beside those of Redfish.'),
    say(
      'Wait for the next check, 300 s by default: Ironic lifts its own maintenance. Or lift it now, if fault says power failure.',
      `baremetal node maintenance unset ${hand.node}`,
    ),
    say(
      'See that the power state is read.',
      `baremetal node show ${hand.node} -f json --fields power_state fault maintenance`,
    ),
    say('Delete the password file.', 'shred -u <password-file>'),
  ],
  done: 'fault is empty, maintenance is false, and power_state is on or off.',
  beware:
    'Passwords never go into chat. Several wrong tries lock many BMC accounts: try once, by hand, first.',
});
