import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'ipmi-over-lan',
  title: 'Make a BMC answer IPMI over the network',
  sections: ['ipmi-over-lan', 'ipmi'],
  words: [
    'ipmi',
    'ipmitool',
    'enable ipmi',
    'unable to establish lan session',
    'lan session',
    'port 623',
    'bmc unreachable',
    'bmc silent',
  ],
  when: 'ipmitool says "Unable to establish LAN session", or the BMC does not answer at all.',
  steps: (hand) => [
    say(
      'Compare address, port and user with those of the BMC.',
      `baremetal node show ${hand.node} -f json --fields driver_info`,
    ),
    say(`From conductor ${hand.conductor}: does the address answer at all?`, `ping -c 3 ${hand.bmc}`),
    say(
      'Ask as Ironic does. Silence points to network, address or IPMI over LAN; a RAKP line to user or password.',
      `ipmitool -I lanplus -H ${hand.bmc} -U <user> -f <password-file> -v chassis power status`,
    ),
    say(
      'Is UDP 623 let through? "closed" means that the BMC refuses, "open" or "filtered" that nothing came back.',
      `sudo nmap -sU -p 623 ${hand.bmc}`,
    ),
    say(
      "In the BMC's web page, switch IPMI over LAN on: often under Network, Security or Access. Dell, over SSH:",
      'racadm set iDRAC.IPMILan.Enable 1',
    ),
    say(
      'No web page? From an operating system on the machine itself; channel 1 is usual.',
      'ipmitool lan set 1 access on; ipmitool lan print 1',
    ),
    say(
      'See that the user may use this channel, as administrator or operator.',
      'ipmitool channel getaccess 1 <user-id>',
    ),
    say(
      'Look at the power state in a few minutes; a power fault lifts itself at the next check (300 s by default).',
      `baremetal node show ${hand.node} -f json --fields power_state fault maintenance`,
    ),
  ],
  done: 'The ipmitool line prints the power state from every conductor that may serve the node.',
  beware: 'IPMI is weak: only in the management network, never reachable from tenants.',
});
