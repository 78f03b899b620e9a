import { judgeNode } from '../core/node-judgement.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import { followTrait, traitCall, traitParams, traitTarget } from '../core/trait-change.ts';

export default defineRemediation({
  id: 'add-trait',
  params: traitParams,
  target: (params) => traitTarget(params),
  detail: ({ trait }) => trait,
  // The API waits for the conductor to have written it.
  patience: 30,
  judge: ({ node: id, trait }, fresh) =>
    judgeNode(id, fresh, async () => {
      const has = (await fresh.traits(id)).includes(trait);
      if (has) return { code: 'already-so', words: `The node has ${trait} already. Look again.` };
      return {
        calls: [traitCall('PUT', id, trait)],
        becomes: `with ${trait}`,
        undo: '`remove trait`',
        beware: [
          'A trait is a promise: Nova places on it whatever asks for it. Placement learns of it with the next round of nova-compute.',
        ],
        watched: [trait],
        seen: { [trait]: String(has) },
      };
    }),
  verify: (params, fresh) => followTrait(params, fresh, true),
});
