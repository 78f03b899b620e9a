import { Refusal } from '../reply.ts';
import { novaError } from './errors.ts';
import type { NovaCall } from './view.ts';

const paging = ['limit', 'marker'];

/** Query parameters by path, from the schemas in nova/api/openstack/compute/schemas. */
const known: readonly (readonly [path: RegExp, names: readonly string[]])[] = [
  [
    /^\/v2\.1\/servers(\/detail)?$/,
    [
      ...paging,
      'all_tenants',
      'availability_zone',
      'changes-before',
      'changes-since',
      'created_at',
      'deleted',
      'description',
      'flavor',
      'host',
      'hostname',
      'image',
      'ip',
      'ip6',
      'launched_at',
      'locked',
      'name',
      'node',
      'power_state',
      'project_id',
      'reservation_id',
      'sort_dir',
      'sort_key',
      'status',
      'tags',
      'task_state',
      'tenant_id',
      'user_id',
      'uuid',
      'vm_state',
    ],
  ],
  [/^\/v2\.1\/servers\/[^/]+\/os-instance-actions$/, [...paging, 'changes-before', 'changes-since']],
  [/^\/v2\.1\/flavors(\/detail)?$/, [...paging, 'is_public', 'minDisk', 'minRam', 'sort_dir', 'sort_key']],
  [/^\/v2\.1\/os-services$/, ['binary', 'host']],
  [/^\/v2\.1\/os-hypervisors(\/detail)?$/, [...paging, 'hypervisor_hostname_pattern', 'with_servers']],
  [/^\/v2\.1\/os-hypervisors\/[^/]+$/, ['with_servers']],
];

/** From 2.75 on Nova refuses query parameters that it does not know; before, it ignores them. */
export function checkArguments(call: NovaCall): void {
  if (call.minor < 75) return;
  const allowed = known.find(([path]) => path.test(call.path))?.[1] ?? [];
  const odd = [...call.query.keys()].find((name) => !allowed.includes(name));
  if (odd === undefined) return;
  throw new Refusal(novaError(400, 'badRequest', `'${odd}' does not match any of the regexes: '^_'`));
}
