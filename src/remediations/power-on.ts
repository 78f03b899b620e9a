import { followNode, judgeNode } from '../core/node-judgement.ts';
import { powerOnPlan } from '../core/power-judgement.ts';
import { powerProgress } from '../core/power-progress.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';

export default defineRemediation({
  id: 'power-on',
  params: nodeParams,
  target: nodeTarget,
  // `[conductor]power_state_change_timeout` is 60 s.
  patience: 90,
  judge: ({ node: uuid }, fresh) => judgeNode(uuid, fresh, (node) => powerOnPlan(uuid, node)),
  verify: ({ node: uuid }, fresh, before) =>
    followNode(uuid, fresh, (node) => powerProgress(node, before, 'power on')),
});
