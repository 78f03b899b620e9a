import type { z } from 'zod';
import { isAdmin, seesEverything } from '../keystone/tokens.ts';
import { Refusal, type Reply } from '../reply.ts';
import type { NovaCall } from './view.ts';

/** Nova's error: an object with one key, the name of the error. */
export function novaError(status: number, name: string, message: string): Reply {
  return { status, body: { [name]: { code: status, message } } };
}

/** Ends the request with `itemNotFound`. */
export function notFound(message: string): never {
  throw new Refusal(novaError(404, 'itemNotFound', message));
}

/** Answers 403 to tokens that do not see the whole cloud. */
export function requireSystem(call: NovaCall, policy: string): void {
  if (!call.token || !seesEverything(call.token)) forbidden(policy);
}

/** Ends the request with the 403 that names the policy. */
export function forbidden(policy: string): never {
  throw new Refusal(
    novaError(403, 'forbidden', `Policy doesn't allow os_compute_api:${policy} to be performed.`),
  );
}

/** Answers 403 to everybody but admins. */
export function requireAdmin(call: NovaCall, policy: string): void {
  if (!call.token || !isAdmin(call.token)) forbidden(policy);
}

/** Ends the request with `badRequest`. */
export function invalid(message: string): never {
  throw new Refusal(novaError(400, 'badRequest', message));
}

/** The body by its schema, as nova/api/validation words what does not fit; 415 without one. */
export function bodyOf<T>(call: NovaCall, schema: z.ZodType<T>): T {
  if (call.body === undefined) throw new Refusal(novaError(415, 'badMediaType', 'Unsupported Content-Type'));
  const parsed = schema.safeParse(call.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => `'${key}'`).join(', ');
    const were = issue.keys.length > 1 ? 'were' : 'was';
    return invalid(`Additional properties are not allowed (${names} ${were} unexpected)`);
  }
  return invalid(
    `Invalid input for field/attribute ${String(issue?.path.at(-1) ?? '')}. ${issue?.message ?? ''}`,
  );
}
