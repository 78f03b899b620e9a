import { judgeNode } from '../core/node-judgement.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import { followTrait, traitCall, traitParams, traitTarget } from '../core/trait-change.ts';

export default defineRemediation({
  id: 'remove-trait',
  params: traitParams,
  target: (params) => traitTarget(params),
  detail: ({ trait }) => trait,
  // The API waits for the conductor to have written it.
  patience: 30,
  judge: ({ node: id, trait }, fresh) =>
    judgeNode(id, fresh, async (node) => {
      const has = (await fresh.traits(id)).includes(trait);
      if (!has) return { code: 'already-so', words: `The node has no ${trait}. Look again.` };
      return {
        calls: [traitCall('DELETE', id, trait)],
        becomes: `without ${trait}`,
        undo: '`add trait`',
        beware: [
          'What asks for it does not find the node any more. Placement learns of it with the next round of nova-compute.',
          // openstack/ironic ironic/drivers/modules/deploy_utils.py validate_capabilities and its neighbours
          ...(node.instance_uuid
            ? [`Instance ${node.instance_uuid} may have been placed for it, and could not be rebuilt then.`]
            : []),
        ],
        watched: [trait],
        seen: { [trait]: String(has) },
      };
    }),
  verify: (params, fresh) => followTrait(params, fresh, false),
});
