import type { Node, Port } from '../openstack/ironic/schema.ts';
import { textIn } from './bag.ts';
import type { Step } from './finding.ts';
import { typedName, typedWord } from './node-words.ts';
import type { Switch } from './switch-neighbours.ts';

/**
 * How a person finds out where a network boot ends: each of its packets that is missing has a reason of its own
 * (openstack/ironic doc/source/admin/troubleshooting.rst on DHCP, and RFC 2131's order of messages).
 */
export function bootSteps(node: Node, own: readonly Port[], one: Switch | undefined): readonly Step[] {
  const boots = own.find((port) => port.pxe_enabled !== false);
  const mac = typedWord(boots?.address, 'mac');
  const portId = textIn(boots?.local_link_connection, 'port_id');
  const where = [portId ? `port ${portId}` : '', one ? `of switch ${one.name}` : ''].join(' ');
  return [
    {
      text: 'Listen for its requests on the host that serves DHCP for the network, then power-cycle one of the nodes.',
      command: `tcpdump -eni any 'ether host ${mac} and (port 67 or port 68 or port 69)'`,
    },
    {
      text: 'No DISCOVER: the switch port does not forward in time (spanning tree), is in the wrong VLAN, or has no link. DISCOVER and no OFFER: the DHCP server. ACK and no file request, or no answer to it: boot server or firewall.',
    },
    {
      text: `Make the switch port${where.trim() ? ` (${where.trim()})` : ''} an edge port (PortFast), so that it forwards as soon as the link is up, and check its VLAN.`,
    },
    {
      text: 'Compare the port in Ironic with the cable: MAC, switch and switch port.',
      command: `baremetal port list --node ${typedName(node)} --fields address local_link_connection pxe_enabled`,
    },
  ];
}
