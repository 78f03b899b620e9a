import { illegal, type Refusal } from '../core/guards.ts';
import { provisionCall } from '../core/ironic-calls.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { provisionProgress } from '../core/provision-progress.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import type { Node } from '../openstack/ironic/schema.ts';

/**
 * Tries an adoption again (openstack/ironic ironic/conductor/manager.py _do_adoption). The first time is for whoever
 * filled in instance_info: a node that is adopted by mistake counts as deployed.
 */
export default defineRemediation({
  id: 'adopt',
  params: nodeParams,
  target: nodeTarget,
  patience: 300,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(
      uuid,
      fresh,
      async (node) =>
        illegal(node, 'adopt', await fresh.ironicVersion()) ??
        firstTime(node) ?? {
          calls: [provisionCall(uuid, node.provision_state, 'adopt')],
          becomes: '`active`',
          undo: '`undeploy`, which cleans; while it has failed, `manage`',
          beware: [
            'Ironic takes the machine for deployed as its instance_info says; nothing on its disk is touched.',
            ...(node.fault === 'power failure' ? ['Ironic cannot reach its BMC.'] : []),
          ],
        },
    ),
  verify: ({ node: uuid }, fresh, before) =>
    followNode(uuid, fresh, (node) => provisionProgress(node, before, ['active'], fresh.now)),
});

function firstTime({ provision_state: state }: Node): Refusal | undefined {
  return state === 'adopt failed'
    ? undefined
    : {
        code: 'illegal-state',
        words: `Only an adoption that failed is tried again here; the node is in ${state}.`,
      };
}
