import { z } from 'zod';
import type { FactName, FactValues } from '../core/facts.ts';
import { ImageSchema } from '../openstack/glance/schema.ts';
import {
  ConductorSchema,
  DriverSchema,
  FirmwareComponentSchema,
  HistoryEventSchema,
  InterfaceValidationSchema,
  InventorySchema,
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
import { asWire, isObject, mended, parseJson } from './snapshot-mend.ts';

type Json = unknown;

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
  z.preprocess(
    (value) => {
      const inner = unwrap(value, ...keys);
      return inner === null ? [] : Array.isArray(inner) ? inner.map(asWire) : inner;
    },
    mended(z.array(item)),
  );

const one = <S extends z.ZodType>(item: S, ...keys: readonly string[]) =>
  z.preprocess((value) => asWire(unwrap(value, ...keys)), mended(item.nullable()));

const named =
  (fill: Record<string, Json>, ...keys: readonly string[]) =>
  (value: Json) => {
    const inner = asWire(unwrap(value, ...keys));
    return isObject(inner) ? { ...fill, ...inner } : inner;
  };

/** What people leave out of a hand-made snapshot and what nothing depends on. */
const node = z.preprocess(named({ uuid: 'unknown' }, 'node'), mended(NodeSchema));

/** A list of one is that one; which of several is meant, nobody can tell. */
function onlyOne(value: Json): Json {
  const inner = unwrap(value, 'nodes', 'node');
  return Array.isArray(inner) && inner.length === 1 ? inner[0] : inner;
}

/** Nova's table prints the fault as a text. */
function withFault(value: Json): Json {
  return isObject(value) && typeof value['fault'] === 'string'
    ? { ...value, fault: { message: value['fault'] } }
    : value;
}
const flavor = z.preprocess((value) => {
  const inner = asWire(unwrap(value, 'flavor'));
  if (!isObject(inner)) return inner;
  const name = inner['name'] ?? inner['original_name'] ?? inner['id'] ?? 'unknown';
  return { ...inner, name, id: inner['id'] ?? name };
}, mended(FlavorSchema.nullable()));

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

const lines = z.preprocess(
  (value) => (typeof value === 'string' ? value.split('\n') : value === null ? [] : value),
  z.array(
    z.preprocess((line) => (isObject(line) ? (errorText(line) ?? JSON.stringify(line)) : line), z.string()),
  ),
);

const cut = z.string().exactOptional();
const excerpt = z.object({
  source: z.string().catch('log'),
  host: z.string().catch(''),
  lines,
  cut,
  offset_minutes: z.number().exactOptional(),
});

const ramdiskLog = z.object({
  file: z.string().catch('ramdisk log'),
  place: z.string().catch(''),
  collected_at: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
  instance_uuid: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
  size: z
    .number()
    .nullish()
    .transform((value) => value ?? null),
  parts: z.array(z.object({ name: z.string(), lines, cut })).catch([]),
  cut,
});

/** A bare text, a list of lines or one excerpt is a log too: of what, nobody said. */
const logs = z.preprocess((value) => {
  if (typeof value === 'string') return [{ lines: value }];
  if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string'))
    return [{ lines: value }];
  return isObject(value) && 'lines' in value ? [value] : value;
}, z.array(excerpt));

/** Lines become one text; an error body gives what it says. */
const message = z.preprocess((value) => {
  if (Array.isArray(value)) return value.join('\n');
  return isObject(value) ? (errorText(value) ?? JSON.stringify(value)) : value;
}, z.string());

const keyed = (key: string) => (value: Json) => {
  const inner = unwrap(value);
  return isObject(inner) && !(key in inner) ? { [key]: inner } : inner;
};

/** How each key of a snapshot file is read: wire form, with or without the API's own wrapper. */
export const SNAPSHOT_SHAPES: { readonly [K in FactName]: z.ZodType<FactValues[K]> } = {
  node: z.preprocess(onlyOne, node.nullable()),
  ports: list(PortSchema, 'ports'),
  portgroups: list(PortgroupSchema, 'portgroups'),
  validation,
  history: list(z.preprocess(named({ uuid: 'unknown' }), HistoryEventSchema), 'history'),
  drivers: list(DriverSchema, 'drivers'),
  conductors: list(ConductorSchema, 'conductors'),
  volume_targets: list(VolumeTargetSchema, 'targets', 'volume_targets'),
  inventory: z.preprocess((value) => unwrap(value), InventorySchema.nullable()),
  firmware: list(FirmwareComponentSchema, 'firmware'),
  nodes: list(node, 'nodes'),
  peer_ports: list(PortSchema, 'ports', 'peer_ports'),
  instance: one(
    z.preprocess((value) => withFault(named({ id: 'unknown' })(value)), mended(ServerSchema)),
    'server',
  ),
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
  ramdisk_logs: z.array(ramdiskLog),
  message,
};
