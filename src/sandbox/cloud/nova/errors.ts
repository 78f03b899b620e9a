import { isAdmin, seesEverything } from '../keystone/tokens.ts';
import { Refusal, type Reply } from '../reply.ts';
import type { NovaCall } from './view.ts';

export function novaError(status: number, name: string, message: string): Reply {
  return { status, body: { [name]: { code: status, message } } };
}

export function notFound(message: string): never {
  throw new Refusal(novaError(404, 'itemNotFound', message));
}

export function requireSystem(call: NovaCall, policy: string): void {
  if (!call.token || !seesEverything(call.token)) forbidden(policy);
}

export function forbidden(policy: string): never {
  throw new Refusal(
    novaError(403, 'forbidden', `Policy doesn't allow os_compute_api:${policy} to be performed.`),
  );
}

export function requireAdmin(call: NovaCall, policy: string): void {
  if (!call.token || !isAdmin(call.token)) forbidden(policy);
}
