import { firmwareStep, firstOf, illegal, inMaintenance, instancePresent } from '../core/guards.ts';
import { provisionCall } from '../core/ironic-calls.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { stepNow } from '../core/node-seen.ts';
import { provisionProgress } from '../core/provision-progress.ts';
import { exitOf } from '../core/provision-transitions.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import type { Node } from '../openstack/ironic/schema.ts';

const UNDO: Readonly<Record<string, string>> = {
  'clean failed': '`manage`, then `provide`',
  'inspect failed': '`inspect` again, or `manage`',
  'deploy failed': 'deploying again; nothing takes up what was stopped',
  'rescue failed': '`rescue` again, or `unrescue`',
  'service failed': 'asking for the service steps again',
  active: 'asking for the service steps again',
};

/** Ends a wait or a hold (openstack/ironic ironic/conductor/manager.py _do_abort). */
export default defineRemediation({
  id: 'abort',
  params: nodeParams,
  target: nodeTarget,
  patience: 120,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(uuid, fresh, async (node) => {
      const version = await fresh.ironicVersion();
      const state = node.provision_state;
      // It tears down whatever is there and cleans (releasenotes/notes/deploywait-abort-*).
      const tearsDown = state === 'deploy hold';
      const refusal = firstOf(
        illegal(node, 'abort', version),
        firmwareStep(node),
        state === 'service failed' ? inMaintenance(node, 'abort') : undefined,
        tearsDown ? instancePresent(node) : undefined,
      );
      if (refusal) return refusal;
      const ends = endsOf(state);
      return {
        calls: [provisionCall(uuid, state, 'abort')],
        becomes: ends.map((end) => `\`${end}\``).join(' or '),
        undo: UNDO[ends[0] ?? ''] ?? 'nothing undoes it',
        beware: bewares(node, tearsDown),
        ...(tearsDown ? { risk: 'destructive' } : {}),
      };
    }),
  verify: ({ node: uuid }, fresh, before) =>
    followNode(uuid, fresh, (node) =>
      provisionProgress(node, before, endsOf(before['provision_state'] ?? ''), fresh.now),
    ),
});

function endsOf(state: string): readonly string[] {
  const exit = exitOf(state, 'abort', undefined);
  return exit.kind === 'legal' ? exit.ends : [];
}

function bewares(node: Node, tearsDown: boolean): readonly string[] {
  const step = node.clean_step?.step
    ? node.clean_step
    : node.deploy_step?.step
      ? node.deploy_step
      : node.service_step;
  const state = node.provision_state;
  return [
    ...(step?.step && step.abortable !== true && state.endsWith(' wait')
      ? [`Step ${stepNow(node)} is not abortable: Ironic lets it end and stops after it.`]
      : []),
    ...(state.startsWith('service') && !step?.step
      ? ['Look at the console first: firmware that is being written must not be cut short.']
      : []),
    ...(node.instance_uuid && state === 'wait call-back'
      ? [`Nova's build of instance ${node.instance_uuid} fails with it.`]
      : []),
    ...(tearsDown ? ['From deploy hold Ironic tears the deployment down and cleans the disks.'] : []),
  ];
}
