import { z } from 'zod';
import { changeForbidden, firstOf, instancePresent } from '../core/guards.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { word } from '../core/node-seen.ts';
import { nodeTarget, uuid } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import type { Node } from '../openstack/ironic/schema.ts';

/**
 * What Nova reads: `key:value,key:value` (openstack/nova nova/virt/ironic/driver.py _node_resource). Other properties say
 * what the hardware is, and driver_info holds secrets; neither is changed from here.
 */
const CAPABILITIES = /^[\w.-]{1,64}:[\w. <>=-]{1,64}(?:,[\w.-]{1,64}:[\w. <>=-]{1,64}){0,31}$/;

export default defineRemediation({
  id: 'set-property',
  params: z.strictObject({
    node: uuid,
    property: z.literal('capabilities'),
    value: z.string().regex(CAPABILITIES, 'not capabilities'),
  }),
  target: (params) => nodeTarget(params),
  detail: ({ property, value }) => `${property} to ${value}`,
  // The API waits for the conductor to have written it.
  patience: 30,
  judge: ({ node: id, property, value }, fresh) =>
    judgeNode(id, fresh, (node) => {
      const now = wordsOf(node);
      return (
        firstOf(
          changeForbidden(node),
          instancePresent(node),
          node.properties?.[property] === value
            ? { code: 'already-so', words: `${property} are so already. Look again.` }
            : undefined,
        ) ?? {
          calls: [
            {
              service: 'ironic',
              method: 'PATCH',
              path: `/v1/nodes/${id}`,
              // `add` replaces what is there (RFC 6902).
              body: [{ op: 'add', path: `/properties/${property}`, value }],
            },
          ],
          becomes: `${property} \`${value}\``,
          undo: now ? `setting them to \`${now}\` by hand` : 'removing them by hand',
          beware: ['Boot mode and secure boot are taken from here, too: the hardware has to be able to.'],
          watched: [property],
          seen: { [property]: now },
        }
      );
    }),
  verify: ({ node: id, property, value }, fresh) =>
    followNode(id, fresh, (node) => {
      const seen = { [property]: wordsOf(node) };
      return node.properties?.[property] === value
        ? { kind: 'done', words: `${property} are ${value}.`, seen }
        : { kind: 'going', words: `${property} are still ${seen[property] || 'unset'}.`, seen };
    }),
});

function wordsOf(node: Node): string {
  const value = node.properties?.['capabilities'];
  return word(typeof value === 'string' ? value : value ? JSON.stringify(value) : '');
}
