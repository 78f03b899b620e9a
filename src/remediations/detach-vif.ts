import { z } from 'zod';
import { serverOrGone } from '../core/absence.ts';
import { firstOf, instancePresent, type Refusal } from '../core/guards.ts';
import { judgeNode } from '../core/node-judgement.ts';
import { seenOf, word } from '../core/node-seen.ts';
import { isHold, isIng, isWait } from '../core/provision-state.ts';
import { groupsOf, tenantVif } from '../core/recorded-vifs.ts';
import { nodeTarget, uuid } from '../core/remediation-params.ts';
import { defineRemediation, type Fresh } from '../core/remediation-unit.ts';
import { isUuid } from '../lib/uuid.ts';
import type { Node } from '../openstack/ironic/schema.ts';

/** Ironic unbinds the Neutron port itself in these (openstack/ironic ironic/drivers/modules/network/common.py vif_detach). */
const UNBINDS = ['available'];

/** Frees a port, or a port group, of the node of a VIF that no instance has any more. Since API 1.28. */
export default defineRemediation({
  id: 'detach-vif',
  params: z.strictObject({ node: uuid, vif: uuid }),
  target: (params) => nodeTarget(params),
  detail: ({ vif }) => vif,
  // Neutron has 45 s for each of two requests.
  patience: 120,
  judge: ({ node: id, vif }, fresh) =>
    judgeNode(id, fresh, async (node) => {
      const refusal =
        firstOf(instancePresent(node), inUse(node)) ??
        (await notAttached(id, vif, fresh)) ??
        (await deviceLives(vif, fresh));
      if (refusal) return refusal;
      return {
        calls: [{ service: 'ironic', method: 'DELETE', path: `/v1/nodes/${id}/vifs/${vif}`, needs: '1.28' }],
        becomes: 'without this VIF; its port is free for another',
        undo: 'attaching it again by hand',
        beware: [
          'Somebody may have attached it for a deploy that is about to begin.',
          ...(UNBINDS.includes(node.provision_state)
            ? []
            : [`In ${node.provision_state} Ironic forgets it only; Neutron keeps the port as it is bound.`]),
        ],
        watched: ['allocation_uuid', 'vif'],
        seen: { allocation_uuid: node.allocation_uuid ?? '', vif },
      };
    }),
  async verify({ node: id, vif }, fresh) {
    const node = await fresh.node(id);
    if (!node) return { kind: 'failed', seen: {}, words: 'Ironic does not know this node any more.' };
    const attached = await isAttached(id, vif, fresh);
    const seen = seenOf(node, { vif: attached ? vif : '' });
    return attached
      ? { kind: 'going', seen, words: 'The VIF is still attached.' }
      : { kind: 'done', seen, words: 'The VIF is detached.' };
  },
});

/**
 * To a port or a port group, which Ironic detaches by the same call. It goes by the tenant's record alone; those of
 * cleaning and its like are not detached.
 */
async function isAttached(node: string, vif: string, fresh: Fresh): Promise<boolean> {
  const ports = await fresh.ports(node);
  if (ports.some((port) => tenantVif(port) === vif)) return true;
  return (await groupsOf(ports, () => fresh.portgroups(node))).some((group) => tenantVif(group) === vif);
}

function inUse(node: Node): Refusal | undefined {
  const { provision_state: state } = node;
  if (isIng(state) || isWait(state) || isHold(state))
    return {
      code: 'illegal-state',
      words: `The node is ${state}, and may need this VIF. Wait until that is over.`,
    };
  if (
    !['enroll', 'manageable', 'available', 'clean failed', 'inspect failed', 'deploy failed'].includes(state)
  )
    return {
      code: 'in-use',
      words: `A node in ${state} belongs to somebody, even where Ironic knows no instance: ask its owner.`,
    };
  return node.allocation_uuid
    ? {
        code: 'in-use',
        words: `The node is allocated (${word(node.allocation_uuid, 40)}): whoever did that is about to use it.`,
      }
    : undefined;
}

async function notAttached(node: string, vif: string, fresh: Fresh): Promise<Refusal | undefined> {
  if (await isAttached(node, vif, fresh)) return undefined;
  return {
    code: 'gone',
    words: 'No port or port group of this node has that VIF attached. Look again.',
  };
}

async function deviceLives(vif: string, fresh: Fresh): Promise<Refusal | undefined> {
  const port = await fresh.neutronPort(vif);
  const device = port?.device_id;
  if (!device || !isUuid(device)) return undefined;
  const server = await serverOrGone(fresh, device);
  return server
    ? {
        code: 'instance-present',
        words: `The VIF belongs to instance ${word(server.name, 80) || device}, which exists (${word(server.status, 40)}): it may be being built.`,
      }
    : undefined;
}
