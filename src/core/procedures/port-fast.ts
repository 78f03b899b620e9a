import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'port-fast',
  title: 'Let a switch port forward at once (edge port, PortFast)',
  sections: ['dhcp-pxe'],
  words: [
    'portfast',
    'stp',
    'rstp',
    'spanning tree',
    'edge port',
    'switch port',
    'dhcp',
    'pxe',
    'ipxe',
    'tftp',
    'no dhcp',
    'pxe timeout',
    'bpdu',
  ],
  when: 'A machine gets no address, or only sometimes, while it boots over the network, and its switch port takes half a minute to forward.',
  steps: (hand) => [
    say(
      'See which switch port the booting MAC is on.',
      `baremetal port list --node ${hand.node} --fields address pxe_enabled local_link_connection`,
    ),
    say(
      `On ${hand.switch_name}, while the machine starts: Cisco and Arista show listening or learning when this is it.`,
      `show spanning-tree interface ${hand.switch_port} detail`,
    ),
    say(
      'Cisco NX-OS, each part a line of its own; on a trunk the last is "spanning-tree port type edge trunk".',
      `configure terminal ; interface ${hand.switch_port} ; spanning-tree port type edge`,
    ),
    say(
      'Cisco IOS and IOS XE; on a trunk "spanning-tree portfast trunk", newer ones "spanning-tree portfast edge trunk".',
      `configure terminal ; interface ${hand.switch_port} ; spanning-tree portfast`,
    ),
    say(
      'Arista EOS, on access ports and trunks alike.',
      `configure terminal ; interface ${hand.switch_port} ; spanning-tree portfast edge`,
    ),
    say(
      'Juniper, then commit; with MSTP or VSTP name that instead of rstp.',
      `set protocols rstp interface ${hand.switch_port} edge`,
    ),
    say(
      'Cumulus, then "nv config apply"; from 5.15 on the last word is enabled.',
      `nv set interface ${hand.switch_port} bridge domain br_default stp admin-edge on`,
    ),
    say(
      'SONiC with PVST; many run no spanning tree at all, and then this is not the reason.',
      `sudo config spanning_tree interface portfast enable ${hand.switch_port}`,
    ),
    say(
      'Save the configuration, boot the machine again, and watch for its request on the host that serves DHCP.',
      `tcpdump -eni <interface> ether host ${hand.mac} and port 67`,
    ),
  ],
  done: 'The request arrives within seconds of link up, and the ramdisk calls back.',
  beware:
    'An edge port towards another switch can close a loop: only where a server is plugged in, and with BPDU guard.',
});
