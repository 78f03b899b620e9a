import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'lacp',
  title: 'Let a bonded switch port carry a single link while it boots',
  sections: ['lacp-ipxe'],
  words: [
    'bond',
    'bonding',
    'link aggregation',
    'port channel',
    'portgroup',
    '802.3ad',
    'lag',
    'mlag',
    'lacp fallback',
    'lldp missing',
    'no lldp',
  ],
  when: 'The ports are bonded with LACP, and the ramdisk gets no address, stalls in a download or sees no LLDP.',
  steps: (hand) => [
    say(
      'See which ports are in a bond, and in which mode.',
      `baremetal port group list --node ${hand.node} --long`,
    ),
    say(
      `On ${hand.switch_name}: a member that is suspended while the ramdisk runs is the reason (IOS: show etherchannel summary).`,
      'show port-channel summary',
    ),
    say(
      'Cisco and Arista, each part a line of its own: let the server begin (passive), since iPXE answers LACP and then falls silent.',
      `interface ${hand.switch_port} ; channel-group <number> mode passive`,
    ),
    say(
      'Cisco NX-OS: let a member without LACP work alone. Some releases take it only while the port channel is shut.',
      'interface port-channel <number> ; no lacp suspend-individual',
    ),
    say('Cisco IOS: the same.', 'interface port-channel <number> ; no port-channel standalone-disable'),
    say(
      'Arista EOS: fall back to single ports after five seconds.',
      'interface Port-Channel<number> ; port-channel lacp fallback individual ; port-channel lacp fallback timeout 5',
    ),
    say(
      'Juniper EX and QFX, on the one member that boots; then commit.',
      `set interfaces ${hand.switch_port} ether-options 802.3ad lacp force-up`,
    ),
    say(
      'Cumulus, then "nv config apply"; from 5.15 on the last word is enabled.',
      'nv set interface <bond> bond lacp-bypass on',
    ),
    say(
      "Boot again and watch; Ironic's agent itself speaks no LACP.",
      `tcpdump -eni <interface> ether host ${hand.mac} and port 67`,
    ),
  ],
  done: 'While the ramdisk runs, one member forwards alone; with the instance up, the whole bond does.',
  beware: 'Members can lose their link for a moment: not on a port whose machine carries an instance.',
});
