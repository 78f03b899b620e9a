import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'interface-not-enabled',
  title: 'Edit nodes again after an interface was switched off',
  sections: ['interface-not-enabled'],
  words: [
    'interface',
    'could not find the following interface',
    'changed ironic.conf',
    'ironic.conf',
    'enabled interfaces',
    'cannot edit node',
    'network interface',
    'driver not enabled',
    'entrypoint',
  ],
  when: 'Every request about the node ends with HTTP 400, "Could not find the following interface".',
  steps: (hand) => [
    say('See which interfaces the driver has now.', `baremetal driver show ${hand.driver}`),
    say(
      'Compare with those of the node; the error names the one that is missing.',
      `baremetal node show ${hand.node} -f json | grep _interface`,
    ),
    say(
      'Put the old values of enabled_..._interfaces and default_..._interface back, on all conductors of its group.',
      "grep -nE '^(enabled|default)_.*_interface' /etc/ironic/ironic.conf",
    ),
    say(
      'Restart them, one after the other; each fails what it has in an -ing state.',
      'systemctl restart ironic-conductor',
    ),
    say(
      'List every node that still uses it (here: network; others alike).',
      'baremetal node list --limit 0 --fields uuid name driver network_interface -f value | grep -w <interface>',
    ),
    say(
      'Give each of them one that stays enabled.',
      `baremetal node set ${hand.node} --network-interface <enabled-interface>`,
    ),
    say('Does it hold together?', `baremetal node validate ${hand.node}`),
    say(
      'Now apply the new configuration, and restart the conductors again.',
      'systemctl restart ironic-conductor',
    ),
  ],
  done: 'No node of the list has the old interface, and validate shows power and management True.',
  beware:
    'Another network interface means other networks for the next deploy: ask first where an instance runs.',
});
