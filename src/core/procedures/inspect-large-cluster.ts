import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'inspect-large-cluster',
  title: 'Inspect new nodes on a large site',
  sections: ['inspect-large-cluster', 'inspection'],
  words: [
    'inspect',
    'inspection',
    'introspection',
    'introspect',
    'pxe_filter',
    'sync_period',
    'pxe filter',
    'dnsmasq',
    'new nodes',
    'inspect timeout',
    'inspector',
    'ironic-inspector',
  ],
  when: 'Inspection times out for nodes that were added lately, and works for older ones.',
  steps: (hand) => [
    say(
      'Are they all young? Compare created_at of those that fail.',
      "baremetal node list --provision-state 'inspect failed' --fields name created_at last_error",
    ),
    say(
      'Does the node ask for an address, and get none?',
      `tcpdump -eni <interface> ether host ${hand.mac} and port 67`,
    ),
    say(
      'See how long one synchronisation takes; longer than its period means that it never rests.',
      "journalctl -u '*pxe-filter*' --since -1h | tail -40",
    ),
    say(
      'On ironic-inspector, an older set-up, its own log tells.',
      "journalctl -u '*ironic-inspector*' --since -1h | grep -i 'filter'",
    ),
    say(
      'Make it rarer: sync_period under [pxe_filter], 45 s by default; begin with twice the time that one takes.',
      "grep -n 'sync_period' /etc/ironic/ironic.conf /etc/ironic-inspector/inspector.conf",
    ),
    say('Restart the filter, or the inspector.', 'systemctl restart ironic-pxe-filter'),
    say('Wait one period after a node was added, then inspect it.', `baremetal node inspect ${hand.node}`),
    say(
      'Inspecting through managed boot or out of band does without the filter altogether.',
      `baremetal driver show ${hand.driver}`,
    ),
  ],
  done: 'A node added now is inspected at the first try.',
  beware: 'A longer period means a longer wait before a new node may boot: tell those who enrol.',
});
