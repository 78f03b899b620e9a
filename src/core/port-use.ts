import { secondsSince } from '../lib/duration.ts';
import type { Port, Portgroup } from '../openstack/ironic/schema.ts';
import type { NeutronPort } from '../openstack/neutron/schema.ts';
import type { Refusal } from './guards.ts';
import { word } from './node-seen.ts';
import type { Seen } from './remediation-unit.ts';

export function seenOfPort(port: NeutronPort): Seen {
  return {
    status: word(port.status),
    mac_address: word(port.mac_address),
    network_id: word(port.network_id),
    device_id: word(port.device_id),
    device_owner: word(port.device_owner),
    host_id: word(port['binding:host_id']),
    vif_type: word(port['binding:vif_type']),
    name: word(port.name),
    created_at: word(port.created_at),
  };
}

/**
 * What a Neutron port, and Ironic's ports and port groups with its MAC, say by themselves about its being in use; who its device and its
 * host are has still to be asked. A trunk, a router or a load balancer says so in `device_owner`.
 * @param ironic ports and port groups of any node with the same MAC address, and groups that such a port is in
 */
export function portUse(
  port: NeutronPort,
  ironic: readonly (Port | Portgroup)[],
  now: Date,
  youngSeconds: number,
): Refusal | undefined {
  const { 'binding:vif_type': vif, 'binding:host_id': host, status, device_owner: owner } = port;
  if ((vif === undefined || vif === null) && (host === undefined || host === null))
    return {
      code: 'not-shown',
      words:
        'This credential is not shown what the port is bound to, so nobody can tell whether it is in use.',
    };
  if (owner && !/^(?:compute|baremetal):/.test(owner))
    return { code: 'in-use', words: `It belongs to ${word(owner, 80)}, and that is no machine's port.` };
  if (status === 'ACTIVE') return { code: 'in-use', words: 'The port is ACTIVE: something is using it.' };
  if (host && vif && !/^(?:unbound|binding_failed)$/.test(vif))
    return { code: 'in-use', words: `It is bound (${word(vif, 40)}) to ${word(host, 80)}.` };
  const holder = ironic.find((one) => recordedOn(one).includes(port.id));
  if (holder)
    return {
      code: 'in-use',
      words: `Ironic has it recorded on a port or port group of node ${word(holder.node_uuid, 80)}. Detach the VIF there instead.`,
    };
  const age = secondsSince(port.updated_at ?? port.created_at, now);
  if (age === undefined || age < youngSeconds)
    return {
      code: 'too-young',
      words: `It was made or changed ${age === undefined ? 'at an unknown time' : 'only minutes ago'}: somebody may be about to use it. Look again in five minutes.`,
    };
  return undefined;
}

/** Every VIF that Ironic has on a port or a port group, whatever for; `extra` had them before `internal_info`. */
export function recordedOn({ internal_info, extra }: Port | Portgroup): readonly string[] {
  return [internal_info, extra].flatMap((bag) =>
    Object.entries(bag ?? {}).flatMap(([key, value]) =>
      /vif_port_id$/.test(key) && typeof value === 'string' ? [value] : [],
    ),
  );
}
