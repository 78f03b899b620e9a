import type { IronicCall } from './context.ts';
import { refuse } from './errors.ts';

/** What an argument must be, in the word with which Ironic asks for it. */
export type ArgumentKind = 'string' | 'list' | 'boolean' | 'any';

const fits: { readonly [kind in ArgumentKind]: (value: unknown) => boolean } = {
  string: (value) => typeof value === 'string',
  list: Array.isArray,
  boolean: (value) => typeof value === 'boolean' || value === 'true' || value === 'false',
  any: () => true,
};

export type Arguments = Readonly<Record<string, unknown>>;

/**
 * The body as arguments of the handler, judged before anything else is looked at
 * (openstack/ironic ironic/common/args.py, `validate`).
 */
export function argumentsOf(
  call: IronicCall,
  known: Readonly<Record<string, ArgumentKind>>,
  mandatory: readonly string[] = [],
): Arguments {
  const body = call.body ?? {};
  if (typeof body !== 'object' || Array.isArray(body))
    return refuse(400, 'Invalid body: expected an object.');
  const given: Arguments = { ...body };
  const odd = Object.keys(given).filter((name) => !(name in known));
  if (odd.length > 0) refuse(400, `Unexpected arguments: ${odd.sort().join(', ')}`);
  const missing = mandatory.filter((name) => !(name in given));
  if (missing.length > 0) {
    refuse(400, `Missing mandatory parameter${missing.length > 1 ? 's' : ''}: ${missing.join(', ')}`);
  }
  for (const [name, kind] of Object.entries(known)) {
    const value = given[name];
    if (value !== undefined && value !== null && !fits[kind](value))
      refuse(400, `Expected ${kind} for ${name}: ${String(value)}`);
  }
  return given;
}
