import { illegal } from '../core/guards.ts';
import { provisionCall } from '../core/ironic-calls.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { provisionProgress } from '../core/provision-progress.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import type { Node } from '../openstack/ironic/schema.ts';

/** The only way out of clean failed, and the check of a BMC's credentials for a node that was enrolled. */
export default defineRemediation({
  id: 'manage',
  params: nodeParams,
  target: nodeTarget,
  // From enroll the BMC is asked: Redfish five times with connect and read time-outs, IPMI for a minute each.
  patience: 180,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(uuid, fresh, async (node) => {
      const state = node.provision_state;
      return (
        illegal(node, 'manage', await fresh.ironicVersion()) ?? {
          calls: [provisionCall(uuid, state, 'manage')],
          becomes:
            state === 'enroll' ? '`manageable` when its BMC answers, else `enroll` again' : '`manageable`',
          undo:
            state === 'available' ? '`provide`, which cleans' : 'nothing undoes it; `provide` is the way on',
          beware: bewares(node),
          // Out of Nova's sight, for as long as it takes to clean it again.
          ...(state === 'available' ? { risk: 'disruptive' } : {}),
        }
      );
    }),
  verify: ({ node: uuid }, fresh, before) =>
    followNode(uuid, fresh, (node) => {
      const progress = provisionProgress(node, before, ['manageable'], fresh.now);
      const still = progress.kind === 'done' && node.maintenance;
      return still
        ? {
            ...progress,
            words: `${progress.words} It is still in maintenance (${node.fault || 'no fault'}).`,
          }
        : progress;
    }),
});

function bewares(node: Node): readonly string[] {
  return [
    ...(node.provision_state === 'available'
      ? ['Nova cannot schedule on it until it has been provided again.']
      : []),
    ...(node.maintenance ? [`It stays in maintenance (fault ${node.fault || 'not told'}).`] : []),
    ...(node.fault === 'power failure' && node.provision_state === 'enroll'
      ? ['Ironic cannot reach its BMC, so the check will probably fail.']
      : []),
  ];
}
