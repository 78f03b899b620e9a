import { z } from 'zod';
import { changeForbidden, firstOf, instancePresent, type Refusal } from '../core/guards.ts';
import { replaceCall } from '../core/ironic-calls.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { word } from '../core/node-seen.ts';
import { nodeTarget, uuid } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import { customClass } from '../core/resource-class.ts';
import type { Node } from '../openstack/ironic/schema.ts';

/** openstack/ironic ironic/conductor/manager.py update_node: where a class that is set may be changed. */
const STATES = ['enroll', 'inspect wait', 'manageable', 'available'];

/** What flavors ask for. Placement learns of it with Nova's next round. */
export default defineRemediation({
  id: 'set-resource-class',
  // Ironic keeps 80 characters (ironic/api/controllers/v1/node.py node_schema).
  params: z.strictObject({
    node: uuid,
    value: z.string().regex(/^[A-Za-z0-9][\w.-]{0,79}$/, 'not a resource class'),
  }),
  target: (params) => nodeTarget(params),
  detail: ({ value }) => value,
  // The API waits for the conductor to have written it.
  patience: 30,
  judge: ({ node: id, value }, fresh) =>
    judgeNode(
      id,
      fresh,
      (node) =>
        firstOf(changeForbidden(node), instancePresent(node), fixed(node), already(node, value)) ?? {
          calls: [replaceCall(id, 'resource_class', value, '1.21')],
          becomes: `resource_class \`${value}\`, in Placement \`${customClass(value)}\``,
          undo: node.resource_class
            ? `setting it to \`${word(node.resource_class, 80)}\``
            : 'removing it by hand',
          beware: [
            'Placement shows it after the next round of nova-compute; flavors that ask for the old class do not find the node any more.',
            ...(/^CUSTOM_/i.test(value) ? [`CUSTOM_ is put in front once more: ${customClass(value)}.`] : []),
          ],
          watched: ['resource_class'],
          seen: { resource_class: word(node.resource_class, 80) },
        },
    ),
  verify: ({ node: id, value }, fresh) =>
    followNode(id, fresh, (node) => {
      const seen = { resource_class: word(node.resource_class, 80) };
      return node.resource_class === value
        ? { kind: 'done', words: `resource_class is ${value}.`, seen }
        : { kind: 'going', words: `resource_class is still ${seen.resource_class || 'unset'}.`, seen };
    }),
});

function fixed(node: Node): Refusal | undefined {
  if (!node.resource_class || STATES.includes(node.provision_state)) return undefined;
  return {
    code: 'illegal-state',
    words: `Ironic does not change the resource class of a node in ${node.provision_state}; it may be ${STATES.join(', ')}.`,
  };
}

function already(node: Node, value: string): Refusal | undefined {
  return node.resource_class === value
    ? { code: 'already-so', words: `resource_class is ${value} already. Look again.` }
    : undefined;
}
