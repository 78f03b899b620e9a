import { firstOf, illegal, inMaintenance, type Refusal } from '../core/guards.ts';
import { provisionCall } from '../core/ironic-calls.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { provisionProgress } from '../core/provision-progress.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import type { Node } from '../openstack/ironic/schema.ts';

/** Boots the tenant's system again (openstack/ironic ironic/conductor/manager.py do_node_unrescue). */
export default defineRemediation({
  id: 'unrescue',
  params: nodeParams,
  target: nodeTarget,
  // Off, the networks changed, on again: twice a minute of power and Neutron's three tries of 45 s.
  patience: 420,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(
      uuid,
      fresh,
      async (node) =>
        firstOf(
          illegal(node, 'unrescue', await fresh.ironicVersion()),
          rescuedByNova(node),
          inMaintenance(node, 'unrescue'),
        ) ?? {
          calls: [provisionCall(uuid, node.provision_state, 'unrescue')],
          becomes: "`active`, with the tenant's system booted",
          undo: '`rescue`, by hand, since it takes a password',
          beware: node.instance_uuid
            ? [`Nova does not learn of it: see afterwards what it thinks of instance ${node.instance_uuid}.`]
            : [],
        },
    ),
  verify: ({ node: uuid }, fresh, before) =>
    followNode(uuid, fresh, (node) => provisionProgress(node, before, ['active'], fresh.now)),
});

/** What Nova brought there Nova brings back; in the failed states it has given up. */
function rescuedByNova({ provision_state: state, instance_uuid: instance }: Node): Refusal | undefined {
  if (state !== 'rescue' || !instance) return undefined;
  return {
    code: 'instance-present',
    words: `Instance ${instance} is being rescued on purpose: its owner unrescues it in Nova.`,
  };
}
