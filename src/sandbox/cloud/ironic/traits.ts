import { ok, type Reply } from '../reply.ts';
import { argumentsOf } from './bodies.ts';
import { checkUnlocked, type IronicCall, nodeNamed, requireAdmin } from './context.ts';
import { noSuchPath, refuse } from './errors.ts';
import { checkConductor } from './validation.ts';

/** `GET traits`, from 1.37 on. */
export function getTraits(call: IronicCall, ident: string): Reply {
  return call.minor < 37 ? noSuchPath() : ok({ traits: nodeNamed(call, ident).traits });
}

/** Custom ones, and those of os-traits, of which the names tell. */
function checkTrait(trait: string, place: 'trait' | 'body'): void {
  if (trait.length <= 255 && /^(?:CUSTOM|HW|COMPUTE|STORAGE|MISC|OWNER)_[A-Z0-9_]+$/.test(trait)) return;
  refuse(
    400,
    `Schema error for ${place}: '${trait}' is not valid under any of the given schemas. Possible root cause: '${trait}' does not match '^CUSTOM_[A-Z0-9_]+$'`,
  );
}

/** One more by its name in the path, or the whole list by the body. Conflicts only with a lock, in any state. */
export function putTraits(call: IronicCall, ident: string, trait?: string): Reply {
  if (call.minor < 37) return noSuchPath();
  if (trait !== undefined) checkTrait(trait, 'trait');
  const { traits } = argumentsOf(call, { traits: 'list' });
  const list = Array.isArray(traits) ? traits.map(String) : undefined;
  for (const one of list ?? []) checkTrait(one, 'body');
  const node = nodeNamed(call, ident);
  requireAdmin(call, 'baremetal:node:traits:set');
  if ((trait === undefined) === (list === undefined)) {
    refuse(
      400,
      'A single node trait may be added via PUT /v1/nodes/<node identifier>/traits/<trait> with no body, or all node traits may be replaced via PUT /v1/nodes/<node identifier>/traits with the list of traits specified in the request body.',
    );
  }
  checkConductor(call.context.state, node);
  checkUnlocked(node);
  node.traits = [...new Set(list ?? [...node.traits, trait ?? ''])];
  const place = `${call.base}/v1/nodes/${ident}/traits/${trait}`;
  return trait === undefined ? { status: 204 } : { status: 204, headers: { Location: place } };
}

/** One, or all of them. */
export function deleteTraits(call: IronicCall, ident: string, trait?: string): Reply {
  if (call.minor < 37) return noSuchPath();
  const node = nodeNamed(call, ident);
  requireAdmin(call, 'baremetal:node:traits:delete');
  checkConductor(call.context.state, node);
  checkUnlocked(node);
  if (trait !== undefined && !node.traits.includes(trait))
    refuse(404, `Node ${node.uuid} doesn't have a trait '${trait}'`);
  node.traits = trait === undefined ? [] : node.traits.filter((one) => one !== trait);
  return { status: 204 };
}
