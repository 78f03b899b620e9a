import { z } from 'zod';
import { holdsSecret, type Refusal } from '../core/guards.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { word } from '../core/node-seen.ts';
import { nodeTarget, reason, uuid } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import type { Node } from '../openstack/ironic/schema.ts';

/**
 * Holds a node for a person. What is held already keeps its reason: Ironic would overwrite it
 * (openstack/ironic ironic/api/controllers/v1/node.py NodeMaintenanceController).
 */
export default defineRemediation({
  id: 'set-maintenance',
  params: z.strictObject({ node: uuid, reason }),
  target: (params) => nodeTarget(params),
  detail: (params) => params.reason,
  // The API waits for the conductor to have written it.
  patience: 30,
  judge: ({ node: id, reason: why }, fresh) =>
    judgeNode(
      id,
      fresh,
      (node) =>
        ironicHolds(node) ??
        holdsSecret(why) ?? {
          calls: [
            { service: 'ironic', method: 'PUT', path: `/v1/nodes/${id}/maintenance`, body: { reason: why } },
          ],
          becomes: 'in maintenance: Nova schedules nothing on it, and Ironic leaves its power alone',
          undo: "lifting it by hand; I never lift a person's hold",
          beware: [
            ...(/ing$| wait$|call-back$/.test(node.provision_state)
              ? [`It is ${node.provision_state}: some clouds stop that for a node in maintenance.`]
              : []),
          ],
        },
    ),
  verify: ({ node: id, reason: why }, fresh) =>
    followNode(id, fresh, (node) => {
      if (!node.maintenance) return { kind: 'going', words: 'Not in maintenance yet.' };
      if (node.maintenance_reason === why) return { kind: 'done', words: 'The node is in maintenance.' };
      return {
        kind: 'failed',
        words: `Somebody else holds it: ${word(node.maintenance_reason) || 'no reason told'}.`,
      };
    }),
});

function ironicHolds(node: Node): Refusal | undefined {
  if (!node.maintenance) return undefined;
  return {
    code: 'already-so',
    words: `Ironic has set maintenance itself (${node.fault || 'no fault told'}) and would lift a reason of yours with its own. Unset that first.`,
  };
}
