import { z } from 'zod';
import { ok, type Reply } from '../reply.ts';
import type { Json, JsonObject, NodeRecord } from '../state.ts';
import { ironicTime } from '../times.ts';
import { type IronicCall, nodeNamed, requireAdmin } from './context.ts';
import { refuse } from './errors.ts';
import { perform, switchPower } from './lifecycle.ts';
import { viewNode } from './node-view.ts';
import { transition } from './transitions.ts';
import { checkManageable } from './validation.ts';

const ProvisionBody = z.object({ target: z.string(), clean_steps: z.array(z.unknown()).optional() });
const PowerBody = z.object({ target: z.string() });
const MaintenanceBody = z.object({ reason: z.string().nullish() });
const PatchBody = z.array(
  z.object({ op: z.enum(['add', 'replace', 'remove']), path: z.string(), value: z.json().optional() }),
);

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  return parsed.success ? parsed.data : refuse(400, 'Missing mandatory parameter or invalid body.');
}

function locked(node: NodeRecord): never {
  return refuse(
    409,
    `Node ${node.uuid} is locked by host ${node.reservation}, please retry after the current operation is completed.`,
  );
}

function refuseState(node: NodeRecord, ident: string, action: string, state: string | null): never {
  return refuse(
    400,
    `The requested action "${action}" can not be performed on node "${ident || node.uuid}" while it is in state "${state}".`,
  );
}

/** `PUT states/provision`, with the checks in the order of ironic/api/controllers/v1/node.py and then the conductor's. */
export function putProvision(call: IronicCall, ident: string): Reply {
  const node = nodeNamed(call, ident);
  requireAdmin(call, 'baremetal:node:set_provision_state');
  const { target, clean_steps } = parse(ProvisionBody, call.body);
  if ((target === 'active' || target === 'rebuild') && node.maintenance) {
    refuse(
      400,
      `The provisioning operation can't be performed on node ${node.uuid} because it's in maintenance mode.`,
    );
  }
  const move = transition(node.provision_state, target, call.minor);
  if (move.kind === 'too-old-version') return refuse(406, 'Request not acceptable.');
  if (move.kind === 'illegal') {
    if (node.reservation !== null) locked(node);
    return refuseState(node, node.uuid, target, node.provision_state);
  }
  if (move.verb === 'clean' && !clean_steps) {
    refuse(400, '"clean_steps" is required when setting target provision state to clean');
  }
  if (node.reservation !== null) locked(node);
  checkManageable(call.context.state, node);
  if ((move.verb === 'delete' || move.verb === 'rebuild') && node.protected) {
    refuse(403, `Node ${node.uuid} is protected and cannot be undeployed, rebuilt or deleted`);
  }
  if (move.verb === 'provide' && node.retired) {
    refuse(400, `The providing operation can't be performed on node ${node.uuid} because it is retired.`);
  }
  const unfit = node.hidden.invalid.deploy ?? node.hidden.invalid.power;
  if ((move.verb === 'deploy' || move.verb === 'rebuild') && unfit !== undefined) {
    refuse(400, `Failed to validate deploy or power info for node ${node.uuid}: ${unfit}`);
  }
  perform(call.context, node, call.now, move.verb, move.to);
  return { status: 202, headers: { Location: `${call.base}/v1/nodes/${ident}/states` } };
}

const powerTargets = ['power on', 'power off', 'rebooting', 'soft rebooting', 'soft power off'];

/** `PUT states/power`. */
export function putPower(call: IronicCall, ident: string): Reply {
  const node = nodeNamed(call, ident);
  requireAdmin(call, 'baremetal:node:set_power_state');
  const { target } = parse(PowerBody, call.body);
  checkManageable(call.context.state, node);
  if (target.startsWith('soft') && call.minor < 27) refuse(406, 'Request not acceptable.');
  if (!powerTargets.includes(target)) refuseState(node, ident, target, node.power_state);
  if (node.provision_state === 'clean wait' || node.provision_state === 'cleaning') {
    refuseState(node, ident, target, node.provision_state);
  }
  if (node.reservation !== null) locked(node);
  switchPower(call.context, node, call.now, target);
  return { status: 202, headers: { Location: `${call.base}/v1/nodes/${ident}/states` } };
}

function touch(call: IronicCall, node: NodeRecord): void {
  node.updated_at = ironicTime(call.now);
}

/** `PUT maintenance`: leaves `fault` alone, as for a person. */
export function putMaintenance(call: IronicCall, ident: string): Reply {
  const node = nodeNamed(call, ident);
  requireAdmin(call, 'baremetal:node:set_maintenance');
  const { reason } = parse(MaintenanceBody, call.body ?? {});
  checkManageable(call.context.state, node, 400);
  if (node.reservation !== null) locked(node);
  node.maintenance = true;
  node.maintenance_reason = reason ?? null;
  touch(call, node);
  return { status: 202 };
}

/** Leaving maintenance clears the fault too, as the conductor does in `update_node`. */
export function deleteMaintenance(call: IronicCall, ident: string): Reply {
  const node = nodeNamed(call, ident);
  requireAdmin(call, 'baremetal:node:clear_maintenance');
  checkManageable(call.context.state, node, 400);
  if (node.reservation !== null) locked(node);
  node.maintenance = false;
  node.maintenance_reason = null;
  node.fault = null;
  touch(call, node);
  return { status: 202 };
}

const patchableTexts = [
  'boot_interface',
  'conductor_group',
  'console_interface',
  'deploy_interface',
  'description',
  'inspect_interface',
  'management_interface',
  'name',
  'network_interface',
  'power_interface',
  'raid_interface',
  'rescue_interface',
  'resource_class',
  'storage_interface',
  'vendor_interface',
] as const;
const patchableObjects = ['driver_info', 'extra', 'instance_info', 'properties'] as const;

function patchOne(node: NodeRecord, path: string, value: Json | undefined): void {
  const [, field = '', key] = path.split('/');
  const object = patchableObjects.find((name) => name === field);
  if (object !== undefined && key !== undefined) {
    const rest: JsonObject = Object.fromEntries(
      Object.entries(node[object]).filter(([name]) => name !== key),
    );
    node[object] = value === undefined ? rest : { ...rest, [key]: value };
    return;
  }
  const text = patchableTexts.find((name) => name === field);
  if (text === undefined || key !== undefined || (value !== undefined && typeof value !== 'string')) {
    refuse(400, `'${path}' is an internal attribute and can not be updated`);
  }
  if (text === 'resource_class' || text === 'description') node[text] = value ?? null;
  else node[text] = value ?? '';
}

/** JSON patch of the fields that people change by hand. The interfaces of the node are checked only if they change. */
export function patchNode(call: IronicCall, ident: string): Reply {
  const node = nodeNamed(call, ident);
  requireAdmin(call, 'baremetal:node:update');
  const changes = parse(PatchBody, call.body);
  const inTransition = node.provision_state.endsWith('ing') && node.provision_state !== 'verifying';
  if (inTransition) {
    refuse(409, `Node ${node.uuid} can not be updated while a state transition is in progress.`);
  }
  if (changes.some((change) => change.path.endsWith('_interface'))) {
    const copy = { ...node };
    for (const change of changes)
      patchOne(copy, change.path, change.op === 'remove' ? undefined : change.value);
    checkManageable(call.context.state, copy, 400);
  } else {
    checkManageable(call.context.state, { ...node, ...defaultsOf(call, node) }, 400);
  }
  if (node.reservation !== null) locked(node);
  for (const change of changes)
    patchOne(node, change.path, change.op === 'remove' ? undefined : change.value);
  touch(call, node);
  return ok(viewNode(call, node, null));
}

/** Interfaces that are surely enabled, so that only the conductor is checked. */
function defaultsOf(call: IronicCall, node: NodeRecord): Partial<NodeRecord> {
  const driver = call.context.state.drivers.find((one) => one.name === node.driver);
  return Object.fromEntries(
    Object.entries(driver?.interfaces ?? {}).map(([kind, known]) => [`${kind}_interface`, known.default]),
  );
}
