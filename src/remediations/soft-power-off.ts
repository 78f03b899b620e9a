import { followNode, judgeNode } from '../core/node-judgement.ts';
import { alreadyAt, outagePlan } from '../core/power-judgement.ts';
import { powerProgress } from '../core/power-progress.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';

/** Asks the operating system to shut down, since API 1.27; what does not listen stays on. */
export default defineRemediation({
  id: 'soft-power-off',
  params: nodeParams,
  target: nodeTarget,
  // `[conductor]soft_power_off_timeout` is 600 s.
  patience: 660,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(uuid, fresh, (node) =>
      outagePlan(
        uuid,
        node,
        'soft power off',
        { becomes: '`power off`, if its operating system obeys', undo: '`power on`' },
        alreadyAt(node, 'power off'),
      ),
    ),
  verify: ({ node: uuid }, fresh, before) =>
    followNode(uuid, fresh, (node) => powerProgress(node, before, 'power off')),
});
