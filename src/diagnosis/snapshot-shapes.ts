import { z } from 'zod';
import type { FactName, FactValues } from '../core/facts.ts';
import { ImageSchema } from '../openstack/glance/schema.ts';
import {
  ConductorSchema,
  DriverSchema,
  HistoryEventSchema,
  InterfaceValidationSchema,
  NodeSchema,
  PortgroupSchema,
  PortSchema,
  type Validation,
  VolumeTargetSchema,
} from '../openstack/ironic/schema.ts';
import { NetworkSchema, NeutronPortSchema } from '../openstack/neutron/schema.ts';
import {
  ComputeServiceSchema,
  FlavorSchema,
  HypervisorSchema,
  InstanceActionSchema,
  ServerSchema,
} from '../openstack/nova/schema.ts';
import {
  type AllocationCandidates,
  AllocationsSchema,
  CandidatesSchema,
  InventoriesSchema,
  ResourceProviderSchema,
} from '../openstack/placement/schema.ts';

type Json = unknown;
const isObject = (value: Json): value is Record<string, Json> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** A body as an API gives it (`{"ports": [...]}`) or as a recorder keeps it (`{"body": ...}`) is as good as the value. */
function unwrap(value: Json, ...keys: readonly string[]): Json {
  if (!isObject(value)) return value;
  if ('body' in value && 'status' in value) return unwrap(value['body'], ...keys);
  for (const key of keys) {
    // `allocations` and `inventories` are objects inside their wrapper; only lists and single resources are unwrapped.
    if (key in value && Object.keys(value).length <= 3) return value[key];
  }
  return value;
}

const list = <S extends z.ZodType>(item: S, ...keys: readonly string[]) =>
  z.preprocess((value) => {
    const inner = unwrap(value, ...keys);
    return inner === null ? [] : inner;
  }, z.array(item));

const one = <S extends z.ZodType>(item: S, ...keys: readonly string[]) =>
  z.preprocess((value) => unwrap(value, ...keys), item.nullable());

const named =
  (fill: Record<string, Json>, ...keys: readonly string[]) =>
  (value: Json) => {
    const inner = unwrap(value, ...keys);
    return isObject(inner) ? { ...fill, ...inner } : inner;
  };

/** What people leave out of a hand-made snapshot and what nothing depends on. */
const node = z.preprocess(named({ uuid: 'unknown' }, 'node'), NodeSchema);
const flavor = z.preprocess((value) => {
  const inner = unwrap(value, 'flavor');
  if (!isObject(inner)) return inner;
  const name = inner['name'] ?? inner['original_name'] ?? inner['id'] ?? 'unknown';
  return { ...inner, name, id: inner['id'] ?? name };
}, FlavorSchema.nullable());

function errorText(value: Record<string, Json>): string | undefined {
  for (const key of ['faultstring', 'error_message', 'message', 'detail', 'description', 'error']) {
    const found = value[key];
    if (isObject(found)) return errorText(found);
    if (typeof found === 'string') {
      // Ironic puts JSON inside its JSON.
      const inner = found.startsWith('{') ? parseJson(found) : undefined;
      return (isObject(inner) ? errorText(inner) : undefined) ?? found;
    }
  }
  return undefined;
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const validation = z.unknown().transform((value, context): Validation => {
  const status = isObject(value) && typeof value['status'] === 'number' ? value['status'] : 400;
  const body = unwrap(value);
  if (isObject(body)) {
    if (body['kind'] === 'refused')
      return { kind: 'refused', status, message: String(body['message'] ?? '') };
    const interfaces = z
      .record(z.string(), InterfaceValidationSchema)
      .safeParse(body['kind'] === 'result' ? body['interfaces'] : body);
    if (interfaces.success) return { kind: 'result', interfaces: interfaces.data };
    const message = errorText(body);
    if (message) return { kind: 'refused', status, message };
  }
  context.addIssue('neither a validation result nor an error of Ironic');
  return z.NEVER;
});

const candidates = z.unknown().transform((value, context): AllocationCandidates => {
  const body = unwrap(value);
  if (Array.isArray(body) && body.length === 0) {
    return { kind: 'candidates', allocation_requests: [], provider_summaries: {} };
  }
  if (isObject(body)) {
    const parsed = CandidatesSchema.safeParse(body);
    if (parsed.success) return { kind: 'candidates', ...parsed.data };
    const first = Array.isArray(body['errors']) ? body['errors'][0] : body;
    const detail = isObject(first) ? errorText(first) : undefined;
    const status = isObject(first) && typeof first['status'] === 'number' ? first['status'] : 400;
    if (detail) return { kind: 'refused', status, detail };
  }
  context.addIssue('neither allocation candidates nor an error of Placement');
  return z.NEVER;
});

const logs = z.array(
  z.object({
    source: z.string().catch('log'),
    host: z.string().catch(''),
    lines: z.union([z.array(z.string()), z.string().transform((text) => text.split('\n'))]),
  }),
);

const keyed = (key: string) => (value: Json) => {
  const inner = unwrap(value);
  return isObject(inner) && !(key in inner) ? { [key]: inner } : inner;
};

/** How each key of a snapshot file is read: wire form, with or without the API's own wrapper. */
export const SNAPSHOT_SHAPES: { readonly [K in FactName]: z.ZodType<FactValues[K]> } = {
  node: node.nullable(),
  ports: list(PortSchema, 'ports'),
  portgroups: list(PortgroupSchema, 'portgroups'),
  validation,
  history: list(z.preprocess(named({ uuid: 'unknown' }), HistoryEventSchema), 'history'),
  drivers: list(DriverSchema, 'drivers'),
  conductors: list(ConductorSchema, 'conductors'),
  volume_targets: list(VolumeTargetSchema, 'targets', 'volume_targets'),
  nodes: list(node, 'nodes'),
  instance: one(z.preprocess(named({ id: 'unknown' }), ServerSchema), 'server'),
  instance_actions: list(InstanceActionSchema, 'instanceActions'),
  flavor,
  compute_services: list(
    z.preprocess(named({ id: 0, binary: 'nova-compute' }), ComputeServiceSchema),
    'services',
    'compute_services',
  ),
  hypervisors: list(z.preprocess(named({ id: 0 }), HypervisorSchema), 'hypervisors'),
  resource_provider: one(ResourceProviderSchema),
  inventories: z.preprocess(keyed('inventories'), InventoriesSchema.nullable()),
  allocations: z.preprocess(keyed('allocations'), AllocationsSchema.nullable()),
  traits: list(z.string(), 'traits'),
  allocation_candidates: candidates,
  neutron_ports: list(NeutronPortSchema, 'ports', 'neutron_ports'),
  networks: list(NetworkSchema, 'networks'),
  image: one(ImageSchema, 'image'),
  logs,
  message: z.string(),
};
