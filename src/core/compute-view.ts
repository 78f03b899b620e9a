import { isUuid } from '../lib/uuid.ts';
import type { ComputeService } from '../openstack/nova/schema.ts';
import type { ApiCall } from './api-call.ts';
import { word } from './node-seen.ts';
import type { Fresh, NoGo, Progress, Seen } from './remediation-unit.ts';

/** Fields whose change means that somebody else was here; `state` is what the service itself reports. */
export const WATCHED_OF_SERVICE = ['status', 'disabled_reason', 'forced_down'];

export function seenOfService(service: ComputeService): Seen {
  return {
    status: word(service.status),
    state: word(service.state),
    disabled_reason: word(service.disabled_reason),
    forced_down: String(service.forced_down === true),
    updated_at: word(service.updated_at),
  };
}

/**
 * openstack/nova nova/api/openstack/compute/services.py update: by the service's UUID since 2.53, before that by host and
 * an action of its own. What the service's id looks like tells which Nova this is.
 */
export function serviceCall(
  { id, host, binary }: ComputeService,
  status: 'enabled' | 'disabled',
  reason?: string,
): ApiCall {
  const why = reason === undefined ? {} : { disabled_reason: reason };
  if (isUuid(String(id)))
    return {
      service: 'nova',
      method: 'PUT',
      path: `/os-services/${id}`,
      body: { status, ...why },
      needs: '2.53',
    };
  const action = status === 'enabled' ? 'enable' : reason === undefined ? 'disable' : 'disable-log-reason';
  return { service: 'nova', method: 'PUT', path: `/os-services/${action}`, body: { host, binary, ...why } };
}

export const NO_SERVICE = {
  kind: 'refused',
  code: 'gone',
  words: 'Nova knows no nova-compute on this host any more. Look again.',
} as const satisfies NoGo;

export async function followService(
  host: string,
  fresh: Fresh,
  status: 'enabled' | 'disabled',
): Promise<Progress> {
  const service = await fresh.computeService(host);
  if (!service) return { kind: 'failed', seen: {}, words: NO_SERVICE.words };
  const seen = seenOfService(service);
  if (service.status !== status) return { kind: 'going', seen, words: `Still ${word(service.status, 40)}.` };
  return {
    kind: 'done',
    seen,
    words: `nova-compute on ${host} is ${status} and ${word(service.state, 40)}.`,
  };
}
