import type { Refusal } from '../core/guards.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { outagePlan } from '../core/power-judgement.ts';
import { resetProgress } from '../core/power-progress.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import type { Node } from '../openstack/ironic/schema.ts';

/** Off and on again; Ironic calls it `rebooting`. */
export default defineRemediation({
  id: 'power-cycle',
  params: nodeParams,
  target: nodeTarget,
  // `[conductor]power_state_change_timeout`, 60 s, for off and again for on.
  patience: 150,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(uuid, fresh, (node) =>
      outagePlan(
        uuid,
        node,
        'rebooting',
        { becomes: '`power off`, then `power on`', undo: 'nothing undoes a reset' },
        notOn(node),
      ),
    ),
  verify: ({ node: uuid }, fresh, before) => followNode(uuid, fresh, (node) => resetProgress(node, before)),
});

function notOn(node: Node): Refusal | undefined {
  return node.power_state === 'power off'
    ? { code: 'already-off', words: 'The node is powered off: power it on instead.' }
    : undefined;
}
