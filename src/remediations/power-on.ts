import { firmwareStep, firstOf, powerForbidden } from '../core/guards.ts';
import { powerCall } from '../core/ironic-calls.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { powerBewares } from '../core/power-bewares.ts';
import { powerProgress } from '../core/power-progress.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';

export default defineRemediation({
  id: 'power-on',
  params: nodeParams,
  target: nodeTarget,
  // `[conductor]power_state_change_timeout` is 60 s.
  patience: 90,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(
      uuid,
      fresh,
      (node) =>
        firstOf(
          powerForbidden(node),
          firmwareStep(node),
          node.power_state === 'power on'
            ? { code: 'already-so', words: 'The node is powered on already. Look again.' }
            : undefined,
        ) ?? {
          calls: [powerCall(uuid, 'power on')],
          becomes: '`power on`',
          undo: '`power off`',
          beware: powerBewares(node),
          watched: ['power_state', 'target_power_state'],
        },
    ),
  verify: ({ node: uuid }, fresh, before) =>
    followNode(uuid, fresh, (node) => powerProgress(node, before, 'power on')),
});
