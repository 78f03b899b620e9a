import type { IronicCall } from './context.ts';
import { refuse } from './errors.ts';

const paging = ['limit', 'marker', 'sort_key', 'sort_dir', 'fields', 'detail'];

/** Query parameters by path; paths that are not listed take none but `fields`. */
const known: readonly (readonly [path: RegExp, names: readonly string[]])[] = [
  [
    /^\/v1\/nodes(\/detail)?$/,
    [
      ...paging,
      'associated',
      'chassis_uuid',
      'conductor',
      'conductor_group',
      'description_contains',
      'driver',
      'fault',
      'instance_uuid',
      'lessee',
      'maintenance',
      'owner',
      'project',
      'provision_state',
      'resource_class',
      'retired',
      'shard',
      'sharded',
    ],
  ],
  [/^\/v1\/nodes\/[^/]+\/(ports|portgroups|volume\/targets)(\/detail)?$/, paging],
  [/^\/v1\/nodes\/[^/]+\/history/, ['detail', 'limit', 'marker']],
  [/^\/v1\/ports(\/detail)?$/, [...paging, 'address', 'node', 'node_uuid', 'portgroup', 'shard']],
  [/^\/v1\/portgroups(\/detail)?$/, [...paging, 'address', 'node']],
  [/^\/v1\/volume\/targets$/, [...paging, 'node']],
  [/^\/v1\/allocations$/, [...paging, 'node', 'owner', 'resource_class', 'state']],
  [/^\/v1\/conductors$/, paging],
  [/^\/v1\/drivers$/, ['detail', 'fields', 'type']],
  [/^\/v1\/chassis$/, paging],
];

/** Ironic refuses query parameters that it does not know instead of ignoring them. */
export function checkArguments(call: IronicCall): void {
  const allowed = known.find(([path]) => path.test(call.path))?.[1] ?? ['fields'];
  const odd = [...new Set(call.query.keys())].filter((name) => !allowed.includes(name));
  if (odd.length > 0) refuse(400, `Unexpected arguments: ${odd.join(', ')}`);
}
