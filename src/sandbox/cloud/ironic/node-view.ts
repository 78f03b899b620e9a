import type { JsonObject, NodeRecord } from '../state.ts';
import { nodeFieldSince } from './api-version.ts';
import { conductorOf } from './conductor-of.ts';
import type { IronicCall } from './context.ts';
import { refuse } from './errors.ts';
import { maskField } from './mask.ts';

/** Columns of a node in the order in which Ironic writes them after uuid and the two times. */
export const nodeColumns = [
  'automated_clean',
  'bios_interface',
  'boot_interface',
  'boot_mode',
  'clean_step',
  'conductor_group',
  'console_enabled',
  'console_interface',
  'deploy_interface',
  'deploy_step',
  'description',
  'disable_power_off',
  'driver',
  'driver_info',
  'driver_internal_info',
  'extra',
  'fault',
  'firmware_interface',
  'health',
  'inspection_finished_at',
  'inspection_started_at',
  'inspect_interface',
  'instance_info',
  'instance_name',
  'instance_uuid',
  'last_error',
  'lessee',
  'maintenance',
  'maintenance_reason',
  'management_interface',
  'name',
  'network_data',
  'network_interface',
  'owner',
  'parent_node',
  'power_interface',
  'power_state',
  'properties',
  'protected',
  'protected_reason',
  'provision_state',
  'provision_updated_at',
  'raid_config',
  'raid_interface',
  'rescue_interface',
  'reservation',
  'resource_class',
  'retired',
  'retired_reason',
  'secure_boot',
  'service_step',
  'shard',
  'storage_interface',
  'target_power_state',
  'target_provision_state',
  'target_raid_config',
  'traits',
  'vendor_interface',
] as const satisfies readonly (keyof NodeRecord)[];

/** Fields that are no columns: Ironic works them out for each answer. */
const computed = ['conductor', 'allocation_uuid', 'chassis_uuid'];

export const defaultNodeFields = [
  'instance_uuid',
  'maintenance',
  'power_state',
  'provision_state',
  'uuid',
  'name',
];

/** The `self` and `bookmark` links of a resource; `path` begins after `/v1/`. */
export function links(base: string, path: string): { href: string; rel: string }[] {
  return [
    { href: `${base}/v1/${path}`, rel: 'self' },
    { href: `${base}/${path}`, rel: 'bookmark' },
  ];
}

/** `available` did not exist before 1.2 (it was null), `inspect wait` not before 1.39. */
function stateFor(minor: number, state: string | null): string | null {
  if (minor < 2 && state === 'available') return null;
  if (minor < 39 && state === 'inspect wait') return 'inspecting';
  return state;
}

function column(call: IronicCall, node: NodeRecord, name: keyof NodeRecord): unknown {
  const value = node[name];
  if (name === 'provision_state') return stateFor(call.minor, node.provision_state);
  if (name === 'driver_info') return maskField(name, node.driver_info);
  if (name === 'instance_info') return maskField(name, node.instance_info);
  if (name === 'driver_internal_info') return maskField(name, node.driver_internal_info);
  return value;
}

const columnNames: ReadonlySet<string> = new Set(['uuid', 'created_at', 'updated_at', ...nodeColumns]);

function isColumn(name: string): name is keyof NodeRecord {
  return columnNames.has(name);
}

/** Whether `fields=` may be asked with this version; 406 otherwise. */
export function checkNodeFields(call: IronicCall, fields: readonly string[]): void {
  const tooNew = fields.some((field) => (nodeFieldSince.get(field) ?? 0) > call.minor);
  if (call.minor < 8 || tooNew) refuse(406, 'Request not acceptable.');
}

/**
 * `GET /v1/nodes?fields=` with a field that is no column. Ironic 21.4 answers 500, also for `conductor`; single nodes
 * know better.
 */
export function checkListFields(fields: readonly string[]): void {
  const odd = fields.find((field) => !isColumn(field));
  if (odd !== undefined) refuse(500, `type object 'Node' has no attribute '${odd}'`);
}

/** `GET /v1/nodes/<node>?fields=`: 400 for a field that no node has. */
export function checkShowFields(fields: readonly string[]): void {
  const odd = fields.find((field) => !isColumn(field) && !computed.includes(field));
  if (odd !== undefined) refuse(400, `Field ${odd} is not a valid field.`);
}

/** A node as the API shows it: all it has in this version, or the chosen fields and the links. */
export function viewNode(call: IronicCall, node: NodeRecord, fields: readonly string[] | null): JsonObject {
  const shown: [string, unknown][] = [];
  const wants = (name: string) => fields === null || fields.includes(name);
  const add = (name: string, value: unknown) => {
    if ((nodeFieldSince.get(name) ?? 0) <= call.minor) shown.push([name, value]);
  };
  const names = fields ?? ['uuid', 'created_at', 'updated_at', ...nodeColumns];
  for (const name of names) if (isColumn(name)) add(name, column(call, node, name));
  add('links', links(call.base, `nodes/${node.uuid}`));
  if (wants('conductor')) add('conductor', conductorOf(call.context.state, node));
  if (wants('allocation_uuid')) add('allocation_uuid', node.allocation_uuid);
  if (wants('chassis_uuid')) add('chassis_uuid', node.chassis_uuid);
  if (fields === null) {
    for (const part of ['ports', 'states', 'portgroups', 'volume']) {
      add(part, links(call.base, `nodes/${node.uuid}/${part}`));
    }
  }
  return Object.fromEntries(shown) as JsonObject;
}
