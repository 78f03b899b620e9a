import type { ErrorSignature } from '../error-signature.ts';

/** Rights and names: refusals that have nothing to do with the state of the node. */
export const ACCESS: readonly ErrorSignature[] = [
  {
    id: 'policy-forbidden',
    pattern: /Access was denied to the following resource|Policy doesn't allow|disallowed by policy/i,
    depth: 'inner',
    yields: true,
    cause: 'request-invalid',
    phase: 'api',
    bearing: 'proves',
    says: "the caller's token has not the rights for this",
    next: 'Use a system-scoped token, or one of the owner or lessee.',
  },
  {
    id: 'keystone-unauthorized',
    pattern:
      /The request you have made requires authentication|Not authorized in Keystone|keystoneauth1\.exceptions\.http\.Unauthorized/i,
    depth: 'inner',
    yields: true,
    cause: 'request-invalid',
    bearing: 'supports',
    says: 'Keystone refused a password or token of an OpenStack service or user',
    next: 'See which service asked: its credentials in the configuration may be old.',
  },
  {
    id: 'node-not-found',
    pattern: /Node (?<node>[\w.-]{1,255}) could not be found/i,
    depth: 'inner',
    yields: true,
    cause: 'request-invalid',
    phase: 'api',
    bearing: 'supports',
    says: 'Ironic knows no such node, or this token may not see it',
    next: 'Compare with a system-scoped token before believing that it is gone.',
    unless: /Inventory record for node|history record/i,
  },
  {
    id: 'version-not-supported',
    pattern: /was requested but the minor version is not supported by this service/i,
    depth: 'inner',
    cause: 'request-invalid',
    phase: 'api',
    bearing: 'proves',
    says: 'the client asks for a newer API version than this Ironic speaks',
  },
  {
    id: 'invalid-input',
    pattern: /Invalid input for field\/attribute|Couldn't apply patch '|Unacceptable parameters\./i,
    depth: 'inner',
    yields: true,
    cause: 'request-invalid',
    phase: 'api',
    bearing: 'supports',
    says: 'the request is malformed',
  },
];
