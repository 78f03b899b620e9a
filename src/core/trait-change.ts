import { z } from 'zod';
import type { ApiCall } from './api-call.ts';
import { seenOf } from './node-seen.ts';
import { nodeTarget, uuid } from './remediation-params.ts';
import type { Fresh, Progress } from './remediation-unit.ts';

/** Ironic takes those of os-traits and custom ones (openstack/ironic ironic/api/controllers/v1/utils.py TRAITS_SCHEMA). */
export const traitParams = z.strictObject({
  node: uuid,
  trait: z.string().regex(/^[A-Z][A-Z0-9_]{0,254}$/, 'not a trait'),
});

export const traitTarget = (params: { readonly node: string }): string => nodeTarget(params);

/** openstack/ironic ironic/api/controllers/v1/node.py NodeTraitsController: one trait, and no body. Since 1.37. */
export function traitCall(method: 'PUT' | 'DELETE', node: string, trait: string): ApiCall {
  return { service: 'ironic', method, path: `/v1/nodes/${node}/traits/${trait}`, needs: '1.37' };
}

export async function followTrait(
  { node: id, trait }: { readonly node: string; readonly trait: string },
  fresh: Fresh,
  wanted: boolean,
): Promise<Progress> {
  const node = await fresh.node(id);
  if (!node) return { kind: 'failed', seen: {}, words: 'Ironic does not know this node any more.' };
  const has = (await fresh.traits(id)).includes(trait);
  const seen = seenOf(node, { [trait]: String(has) });
  return has === wanted
    ? { kind: 'done', seen, words: `The node ${has ? 'has' : 'is without'} ${trait}.` }
    : { kind: 'going', seen, words: `The node ${has ? 'still has' : 'does not have'} ${trait}.` };
}
