import { z } from 'zod';
import { ok, type Reply } from '../reply.ts';
import type { ComputeServiceRecord } from '../state.ts';
import { bodyOf, invalid, notFound, requireAdmin } from './errors.ts';
import { type NovaCall, viewService } from './view.ts';

const Reason = z.string().min(1).max(255);
const Update = z.strictObject({
  status: z.enum(['enabled', 'disabled']).optional(),
  disabled_reason: Reason.optional(),
  forced_down: z.boolean().optional(),
});
const Named = z.strictObject({
  host: z.string(),
  binary: z.string().min(1).max(255),
  disabled_reason: Reason.optional(),
  forced_down: z.boolean().optional(),
});

/** Worded by nova/api/openstack/compute/services.py. */
function checkCompute({ binary }: ComputeServiceRecord | z.infer<typeof Named>): void {
  if (binary === 'nova-compute') return;
  invalid(`Updating a ${binary} service is not supported. Only nova-compute services can be updated.`);
}

function set(
  service: ComputeServiceRecord,
  status: 'enabled' | 'disabled',
  reason: string | undefined,
): void {
  service.status = status;
  service.disabled_reason = status === 'enabled' ? null : (reason ?? null);
}

/** `PUT /os-services/<id>`: by UUID from 2.53 on; before, the last word of the path is what is done. */
export function putService(call: NovaCall, id: string): Reply {
  return call.minor < 53 ? putNamed(call, id) : putById(call, id);
}

function putById(call: NovaCall, id: string): Reply {
  const { status, disabled_reason, forced_down } = bodyOf(call, Update);
  requireAdmin(call, 'os-services:update');
  if (status === 'enabled' && disabled_reason !== undefined)
    invalid("Specifying 'disabled_reason' with status 'enabled' is invalid.");
  if (status === undefined && forced_down === undefined)
    invalid("No updates were requested. Fields 'status' or 'forced_down' should be specified.");
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) invalid(`Invalid uuid ${id}`);
  const service = call.state.computeServices.find((one) => one.id === id);
  if (!service) return notFound(`Service ${id} could not be found.`);
  checkCompute(service);
  if (status !== undefined) set(service, status, disabled_reason);
  if (forced_down !== undefined) service.forced_down = forced_down;
  return ok({ service: viewService(call, service) });
}

function putNamed(call: NovaCall, action: string): Reply {
  const named = bodyOf(call, Named);
  requireAdmin(call, 'os-services:update');
  const actions = ['enable', 'disable', 'disable-log-reason', ...(call.minor >= 11 ? ['force-down'] : [])];
  if (!actions.includes(action)) notFound('Unknown action');
  if (action === 'disable-log-reason' && named.disabled_reason === undefined)
    invalid('Missing disabled reason field');
  if (action === 'force-down' && named.forced_down === undefined) invalid('Missing forced_down field');
  checkCompute(named);
  const { host, binary } = named;
  const service = call.state.computeServices.find((one) => one.host === host && one.binary === binary);
  if (!service) return notFound(`Could not find binary ${binary} on host ${host}.`);
  if (action === 'force-down') {
    service.forced_down = named.forced_down ?? false;
    return ok({ service: { host, binary, forced_down: service.forced_down } });
  }
  const reason = action === 'disable-log-reason' ? named.disabled_reason : undefined;
  set(service, action === 'enable' ? 'enabled' : 'disabled', reason);
  return ok({
    service: { host, binary, status: service.status, ...(reason ? { disabled_reason: reason } : {}) },
  });
}
