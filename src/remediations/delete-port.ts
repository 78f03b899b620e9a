import { z } from 'zod';
import { serverOrGone } from '../core/absence.ts';
import type { Refusal } from '../core/guards.ts';
import { targetNodeOf, word } from '../core/node-seen.ts';
import { portUse, seenOfPort } from '../core/port-use.ts';
import { uuid } from '../core/remediation-params.ts';
import { defineRemediation, type Fresh } from '../core/remediation-unit.ts';
import { isUuid } from '../lib/uuid.ts';
import type { Port, Portgroup } from '../openstack/ironic/schema.ts';
import type { NeutronPort } from '../openstack/neutron/schema.ts';

/** A port that is younger may be about to be given to an instance. */
const YOUNG_SECONDS = 300;

/**
 * Deletes a Neutron port that belongs to nothing any more and keeps a MAC address from its node. Neutron itself asks
 * nobody whether it is in use (openstack/neutron neutron/plugins/ml2/plugin.py delete_port; only ports of routers are
 * kept), so everything has to be asked here.
 */
export default defineRemediation({
  id: 'delete-port',
  params: z.strictObject({ port: uuid }),
  target: ({ port }) => `port ${port.toLowerCase()}`,
  detail: ({ port }) => port,
  patience: 30,
  async judge({ port: id }, fresh) {
    const port = await fresh.neutronPort(id);
    if (!port)
      return {
        kind: 'refused',
        code: 'gone',
        words: 'Neutron does not know this port any more. Look again.',
      };
    const seen = seenOfPort(port);
    const ironic = port.mac_address ? await carriersOf(port.mac_address, fresh) : [];
    const nodes = [...new Set(ironic.flatMap(({ node_uuid }) => node_uuid ?? []))];
    const owner = nodes.length === 1 ? await fresh.node(nodes[0] ?? '') : null;
    const about = { seen, ...(owner ? { node: targetNodeOf(owner) } : {}) };
    const refusal =
      portUse(port, ironic, fresh.now, YOUNG_SECONDS) ??
      (await deviceLives(port, fresh)) ??
      (await hostLives(port, fresh));
    if (refusal) return { kind: 'refused', ...refusal, ...about };
    return {
      kind: 'go',
      ...about,
      calls: [{ service: 'neutron', method: 'DELETE', path: `/ports/${id}` }],
      watched: Object.keys(seen),
      becomes: `gone, and ${word(port.mac_address, 40) || 'its MAC address'} is free again`,
      undo: 'nothing undoes it; its addresses may go to others',
      beware: [
        'Somebody may have made it in advance, or another Ironic on the same Neutron may use it: its name, network and age are what tells.',
      ],
    };
  },
  async verify({ port: id }, fresh) {
    const port = await fresh.neutronPort(id);
    return port
      ? {
          kind: 'going',
          seen: seenOfPort(port),
          words: `It is still there, ${word(port.status, 40) || 'status unknown'}.`,
        }
      : { kind: 'done', seen: {}, words: 'Neutron does not know the port any more.' };
  },
});

/** What may have it recorded. A port group need not have a MAC, and then its VIF may have that of a port in it. */
async function carriersOf(mac: string, fresh: Fresh): Promise<readonly (Port | Portgroup)[]> {
  const ports = await fresh.portsByMac(mac);
  const nodes = ports.flatMap(({ portgroup_uuid, node_uuid }) => (portgroup_uuid && node_uuid) || []);
  const groups = [...new Set(nodes)].map((node) => fresh.portgroups(node));
  return [...ports, ...(await Promise.all([fresh.portgroupsByMac(mac), ...groups])).flat()];
}

/** `device_id` is whatever its maker wrote: an instance, a node, a router. */
async function deviceLives({ device_id: device }: NeutronPort, fresh: Fresh): Promise<Refusal | undefined> {
  if (!device) return undefined;
  const name = word(device, 80);
  if (!isUuid(device))
    return {
      code: 'in-use',
      words: `It belongs to device ${name}, of which I cannot tell whether it lives.`,
    };
  const server = await serverOrGone(fresh, device);
  if (server)
    return {
      code: 'instance-present',
      words: `It is the port of instance ${word(server.name, 80) || name}, which exists (${word(server.status, 40)}).`,
    };
  if (await fresh.node(device))
    return {
      code: 'in-use',
      words: `It was made for node ${name}, which exists; Ironic removes such a port with its next operation.`,
    };
  // An empty answer is believed of those alone to whom Ironic shows everything.
  await fresh.conductors();
  return undefined;
}

/** Ironic binds a port to the node's UUID. */
async function hostLives(port: NeutronPort, fresh: Fresh): Promise<Refusal | undefined> {
  const host = port['binding:host_id'];
  if (!host) return undefined;
  if (isUuid(host) && !(await fresh.node(host))) return undefined;
  return { code: 'in-use', words: `It is bound to ${word(host, 80)}, which may live.` };
}
