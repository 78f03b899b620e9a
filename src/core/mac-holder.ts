import type { Node, Port, Portgroup } from '../openstack/ironic/schema.ts';
import type { NeutronPort } from '../openstack/neutron/schema.ts';
import type { Step } from './finding.ts';
import { typedWord } from './node-words.ts';
import { recordedOn } from './port-use.ts';
import { propose } from './remediation.ts';

const plainMac = (mac: string) => mac.toLowerCase().replaceAll('-', ':');

/** Whether the Neutron port has this MAC, however it is written. */
export function sameMac(port: NeutronPort, mac: string): boolean {
  return plainMac(port.mac_address ?? '') === plainMac(mac);
}

/** The node's own: attached by Ironic to this port or port group of it, or made for the node or its instance. */
export function belongs(neutron: NeutronPort, own: Port | Portgroup, node: Node): boolean {
  if (recordedOn(own).includes(neutron.id) || neutron['binding:host_id'] === node.uuid) return true;
  return Boolean(neutron.device_id) && [node.uuid, node.instance_uuid].includes(neutron.device_id);
}

/** Belongs to nothing: no device, not bound to a host, not up. */
export function isOrphan(port: NeutronPort): boolean {
  const bound = port['binding:vif_type'] && !/^(?:unbound|binding_failed)$/.test(port['binding:vif_type']);
  return !port.device_id && !port['binding:host_id'] && !bound && port.status !== 'ACTIVE';
}

/** Everything that tells whether somebody uses the port, in one line. */
export function portWords(port: NeutronPort): string {
  return [
    port.name ? `"${port.name}"` : '',
    port.status ?? 'status not read',
    port.device_id ? `device ${port.device_owner ?? ''} ${port.device_id}` : 'no device',
    port['binding:host_id'] ? `bound to ${port['binding:host_id']}` : 'not bound',
    port.created_at ? `made ${port.created_at}` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** What a person does about it, with the guide's warnings. */
export function stepsForMac(mac: string, port?: NeutronPort): readonly Step[] {
  return [
    {
      text: 'Find the port that holds the MAC.',
      command: `openstack port list --mac-address ${typedWord(mac, 'mac')} --long`,
    },
    {
      text: 'Make sure that nothing uses it: no device, no binding, nobody who knows it. With several Ironics on one Neutron, or a typing error in the inventory, it may be the port of another machine.',
      command: `openstack port show ${typedWord(port?.id, 'port')}`,
    },
    { text: 'Only then delete it.', command: `openstack port delete ${typedWord(port?.id, 'port')}` },
    {
      text: 'Do not delete bare metal ports of a node in maintenance to get around this: that is how VIFs are orphaned.',
    },
  ];
}

/** Deleting is offered only for a port that belongs to nothing. */
export const deletion = (port: NeutronPort | undefined) =>
  port && isOrphan(port) ? [propose('delete-port', { port: port.id })] : [];
