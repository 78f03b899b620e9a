import { firstOf, illegal, instancePresent, type Refusal } from '../core/guards.ts';
import { provisionCall } from '../core/ironic-calls.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { provisionProgress } from '../core/provision-progress.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import type { Node } from '../openstack/ironic/schema.ts';

export default defineRemediation({
  id: 'inspect',
  params: nodeParams,
  target: nodeTarget,
  // `[conductor]inspect_wait_timeout` is 1800 s; then the minute in which it is looked at, and a boot.
  patience: 2100,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(
      uuid,
      fresh,
      async (node) =>
        firstOf(
          illegal(node, 'inspect', await fresh.ironicVersion()),
          instancePresent(node),
          cannotInspect(node),
        ) ?? {
          calls: [provisionCall(uuid, node.provision_state, 'inspect')],
          becomes: '`inspecting`, then `manageable`',
          undo: '`abort` while it waits; what it found out stays',
          beware: bewares(node),
          watched: ['inspect_interface'],
          seen: { inspect_interface: node.inspect_interface ?? '' },
        },
    ),
  verify: ({ node: uuid }, fresh, before) =>
    followNode(uuid, fresh, (node) => provisionProgress(node, before, ['manageable'], fresh.now)),
});

/** openstack/ironic ironic/drivers/modules/noop.py NoInspect. */
function cannotInspect({ inspect_interface }: Node): Refusal | undefined {
  return inspect_interface === 'no-inspect'
    ? { code: 'not-enabled', words: 'The node has inspect_interface no-inspect: give it another one first.' }
    : undefined;
}

function bewares(node: Node): readonly string[] {
  return [
    'The machine is switched on and boots, unless it is inspected through its BMC; ports and properties may be changed by it.',
    ...(node.fault === 'power failure' ? ['Ironic cannot reach its BMC, so this will probably fail.'] : []),
  ];
}
