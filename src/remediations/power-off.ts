import { followNode, judgeNode } from '../core/node-judgement.ts';
import { alreadyAt, outagePlan } from '../core/power-judgement.ts';
import { powerProgress } from '../core/power-progress.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';

export default defineRemediation({
  id: 'power-off',
  params: nodeParams,
  target: nodeTarget,
  // `[conductor]power_state_change_timeout` is 60 s.
  patience: 90,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(uuid, fresh, (node) =>
      outagePlan(
        uuid,
        node,
        'power off',
        { becomes: '`power off`', undo: '`power on`' },
        alreadyAt(node, 'power off'),
      ),
    ),
  verify: ({ node: uuid }, fresh, before) =>
    followNode(uuid, fresh, (node) => powerProgress(node, before, 'power off')),
});
