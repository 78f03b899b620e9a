import {
  firmwareStep,
  firstOf,
  illegal,
  instancePresent,
  isProtected,
  type Refusal,
} from '../core/guards.ts';
import { provisionCall } from '../core/ironic-calls.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { provisionProgress } from '../core/provision-progress.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import type { Node } from '../openstack/ironic/schema.ts';

/** Where nobody can be at work with what is on the disks; everywhere else somebody owns it, instance or not. */
const UNFINISHED = ['deploy failed', 'wait call-back', 'error'];

/** Tears down a deployment that failed or never came to an end, and cleans. */
export default defineRemediation({
  id: 'undeploy',
  params: nodeParams,
  target: nodeTarget,
  patience: 3600,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(
      uuid,
      fresh,
      async (node) =>
        firstOf(
          illegal(node, 'undeploy', await fresh.ironicVersion()),
          instancePresent(node),
          isProtected(node),
          inUse(node),
          firmwareStep(node),
        ) ?? {
          calls: [provisionCall(uuid, node.provision_state, 'undeploy')],
          becomes: `\`deleting\`, \`cleaning\`, then \`${endOf(node)}\``,
          undo: 'nothing undoes it',
          beware: bewares(node),
          watched: ['allocation_uuid', 'protected', 'retired'],
          seen: {
            allocation_uuid: node.allocation_uuid ?? '',
            protected: String(node.protected === true),
            retired: String(node.retired === true),
          },
        },
    ),
  verify: ({ node: uuid }, fresh, before) =>
    followNode(uuid, fresh, (node) =>
      provisionProgress(node, before, ['available', 'manageable'], fresh.now),
    ),
});

/** A retired node is kept back (openstack/ironic ironic/conductor/cleaning.py do_next_clean_step). */
const endOf = (node: Node): string => (node.retired ? 'manageable' : 'available');

function inUse({ provision_state: state }: Node): Refusal | undefined {
  if (UNFINISHED.includes(state)) return undefined;
  return {
    code: 'in-use',
    words: `A node in ${state} belongs to somebody, even where Ironic knows no instance: ask its owner.`,
  };
}

function bewares(node: Node): readonly string[] {
  return [
    'What was deployed is gone, and automated cleaning erases the disks.',
    ...(node.allocation_uuid ? ["Ironic's own allocation of this node ends with it."] : []),
    ...(node.maintenance ? [`It stays in maintenance (fault ${node.fault || 'not told'}).`] : []),
    ...(node.fault === 'power failure' ? ['Ironic cannot reach its BMC, so this will probably fail.'] : []),
  ];
}
