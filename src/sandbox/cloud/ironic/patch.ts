import { z } from 'zod';
import { ok, type Reply } from '../reply.ts';
import type { Json, JsonObject, NodeRecord } from '../state.ts';
import { checkUnlocked, type IronicCall, nodeNamed, requireAdmin } from './context.ts';
import { refuse } from './errors.ts';
import { viewNode } from './node-view.ts';
import { checkConductor, checkInterfaces } from './validation.ts';
import { touch } from './writes.ts';

const Change = z.object({
  op: z.enum(['add', 'replace', 'remove']),
  path: z.string().regex(/^\/./),
  value: z.json().optional(),
});
type Change = z.infer<typeof Change>;

const interfaces = [
  'bios_interface',
  'boot_interface',
  'console_interface',
  'deploy_interface',
  'inspect_interface',
  'management_interface',
  'network_interface',
  'power_interface',
  'raid_interface',
  'rescue_interface',
  'storage_interface',
  'vendor_interface',
] as const;
const texts = [
  'conductor_group',
  'description',
  'instance_uuid',
  'lessee',
  'name',
  'owner',
  'protected_reason',
  'resource_class',
  'retired_reason',
  'shard',
] as const;
const flags = ['automated_clean', 'maintenance', 'protected', 'retired'] as const;
const objects = ['driver_info', 'extra', 'instance_info', 'properties'] as const;
/** Known to the API beyond those, and of no interest here. */
const others = ['chassis_uuid', 'driver', 'network_data'];

type Draft = Pick<
  NodeRecord,
  (typeof interfaces)[number] | (typeof texts)[number] | (typeof flags)[number] | (typeof objects)[number]
>;

function changesOf(call: IronicCall): readonly Change[] {
  if (!Array.isArray(call.body)) {
    return refuse(400, `Schema error for patch: ${JSON.stringify(call.body ?? null)} is not of type 'array'`);
  }
  const parsed = z.array(Change).safeParse(call.body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const words = `${issue?.path.slice(1).join('.')}: ${issue?.message}`;
    return refuse(400, `Schema error for patch: ${words}`);
  }
  const known: readonly string[] = [...interfaces, ...texts, ...flags, ...objects, ...others].sort();
  const odd = parsed.data.find(({ path }) => !known.includes(path.split('/')[1] ?? ''));
  if (odd) refuse(400, `Cannot patch ${odd.path}. Only the following can be updated: ${known.join(', ')}`);
  return parsed.data;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The draft with one change, as JSON patch words its refusals. */
function patched(draft: Draft, change: Change): Draft {
  const { op, path, value } = change;
  const [, field = '', key, deeper] = path.split('/');
  const impossible = (reason: string) =>
    refuse(400, `Couldn't apply patch '${JSON.stringify(change)}'. Reason: ${reason}`);
  const wrongType = (type: string) =>
    refuse(400, `Schema error for patch: ${JSON.stringify(value ?? null)} is not of type '${type}', 'null'`);

  const object = objects.find((name) => name === field);
  if (object !== undefined) {
    if (key === undefined) return isObject(value) ? { ...draft, [object]: value } : wrongType('object');
    const { [key]: before, ...rest } = draft[object];
    if (deeper !== undefined)
      return impossible(`member '${key}' not found in ${JSON.stringify(draft[object])}`);
    if (op !== 'add' && before === undefined) return impossible(`can't ${op} a non-existent object '${key}'`);
    return { ...draft, [object]: op === 'remove' ? rest : { ...draft[object], [key]: value ?? null } };
  }
  if (key !== undefined) return impossible(`member '${key}' not found`);
  if (flags.some((name) => name === field)) {
    if (op !== 'remove' && typeof value !== 'boolean') return wrongType('boolean');
    return { ...draft, [field]: op === 'remove' ? false : value };
  }
  if (op !== 'remove' && value !== null && typeof value !== 'string') return wrongType('string');
  const nothing = field === 'conductor_group' || field.endsWith('_interface') ? '' : null;
  return { ...draft, [field]: op === 'remove' ? nothing : (value ?? nothing) };
}

/** Settled, or under way and yet open to changes (`UPDATE_ALLOWED_STATES` of ironic/common/states.py). */
const openStates = [
  'deploy failed',
  'inspecting',
  'inspect failed',
  'inspect wait',
  'clean failed',
  'error',
  'verifying',
  'adopt failed',
  'rescue failed',
  'unrescue failed',
  'service hold',
  'service failed',
];
/** In these interfaces and the resource class may change (`update_node` of ironic/conductor/manager.py). */
const quietStates = ['enroll', 'inspecting', 'inspect wait', 'manageable', 'available'];

function checkState(call: IronicCall, node: NodeRecord, ident: string): void {
  if (node.target_provision_state !== null && !openStates.includes(node.provision_state))
    refuse(409, `Node ${ident} can not be updated while a state transition is in progress.`);
  if (node.provision_state === 'inspecting' && call.minor >= 39)
    refuse(409, `Cannot update node "${node.uuid}" while it is in state "inspecting".`);
}

function checkChanged(node: NodeRecord, draft: Draft): void {
  const quiet = quietStates.includes(node.provision_state);
  const unless = `updated unless it is in one of allowed (${quietStates.join(', ')}) states`;
  const moved = interfaces.find((name) => draft[name] !== node[name]);
  if (moved && !quiet && !draft.maintenance)
    refuse(409, `Node ${node.uuid} can not have ${moved} ${unless} or in maintenance mode.`);
  if (draft.protected && !node.protected && !['active', 'rescue'].includes(node.provision_state)) {
    refuse(
      409,
      `Node ${node.uuid} can only be made protected in provision states 'active' or 'rescue', the current state is '${node.provision_state}'`,
    );
  }
}

/** JSON patch of a node. Its interfaces are looked at only if one of them changes. */
export function patchNode(call: IronicCall, ident: string): Reply {
  const changes = changesOf(call);
  const node = nodeNamed(call, ident);
  requireAdmin(call, 'baremetal:node:update');
  checkState(call, node, ident);
  const { state } = call.context;
  const draft: Draft = changes.reduce(patched, node);
  const next: NodeRecord = { ...node, ...draft };
  for (const name of interfaces) if (next[name] === '') next[name] = defaultOf(call, node, name);
  checkConductor(state, next, 400);
  checkChanged(node, next);
  if (interfaces.some((name) => next[name] !== node[name])) checkInterfaces(state, next);
  checkUnlocked(node);
  if (
    next.resource_class !== node.resource_class &&
    node.resource_class &&
    !quietStates.includes(node.provision_state)
  ) {
    const words = `Node ${node.uuid} can not have resource_class updated unless it is in one of allowed (${quietStates.join(', ')}) states.`;
    refuse(409, words);
  }
  if (node.maintenance && !next.maintenance) Object.assign(next, { maintenance_reason: null, fault: null });
  Object.assign(node, next);
  touch(call, node);
  return ok(viewNode(call, node, null));
}

function defaultOf(call: IronicCall, node: NodeRecord, name: (typeof interfaces)[number]): string {
  const driver = call.context.state.drivers.find((one) => one.name === node.driver);
  return driver?.interfaces[name.replace(/_interface$/, '')]?.default ?? node[name];
}
