import { illegal } from '../core/guards.ts';
import { provisionCall } from '../core/ironic-calls.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { word } from '../core/node-seen.ts';
import { errorWords, stateWords } from '../core/provision-progress.ts';
import { isFailed, isHold } from '../core/provision-state.ts';
import { exitOf } from '../core/provision-transitions.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';

/** Lets an operation go on that a step holds (openstack/ironic doc/source/admin/steps.rst); since API 1.85. */
export default defineRemediation({
  id: 'unhold',
  params: nodeParams,
  target: nodeTarget,
  // The state changes at once; what goes on afterwards is the operation's own.
  patience: 120,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(uuid, fresh, async (node) => {
      const version = await fresh.ironicVersion();
      const state = node.provision_state;
      const exit = exitOf(state, 'unhold', version);
      return (
        illegal(node, 'unhold', version) ?? {
          calls: [provisionCall(uuid, state, 'unhold')],
          becomes: exit.kind === 'legal' ? `\`${exit.to}\`, and the operation goes on` : '',
          undo: 'nothing undoes it; `abort` stops what goes on',
          beware: ['A step holds it because somebody wanted to look first: have they?'],
          watched: ['step'],
        }
      );
    }),
  verify: ({ node: uuid }, fresh, before) =>
    followNode(uuid, fresh, (node) => {
      const state = node.provision_state;
      if (isFailed(state)) return { kind: 'failed', words: `It ended in ${state}${errorWords(node)}` };
      if (!isHold(state)) return { kind: 'done', words: `It goes on: ${stateWords(node, fresh.now)}.` };
      return word(node.provision_updated_at) === before['provision_updated_at']
        ? { kind: 'going', words: `Still ${state}: Ironic has not begun.` }
        : { kind: 'done', words: `It went on, and a later step holds it in ${state}.` };
    }),
});
