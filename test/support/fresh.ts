import { ServiceError } from '../../src/core/errors.ts';
import type { Fresh, Go, NoGo, Params, Progress, Remediation } from '../../src/core/remediation-unit.ts';
import {
  ConductorSchema,
  DriverSchema,
  NodeSchema,
  PortgroupSchema,
  PortSchema,
} from '../../src/openstack/ironic/schema.ts';
import { NeutronPortSchema } from '../../src/openstack/neutron/schema.ts';
import { ComputeServiceSchema, ServerSchema } from '../../src/openstack/nova/schema.ts';
import { ConsumerAllocationsSchema, InventoriesSchema } from '../../src/openstack/placement/schema.ts';
import { HEALTHY_NODE, minutesAgo, NOW } from './facts.ts';

/**
 * Parts of a cloud as its services word them. A part that is not stated cannot be read: asking for it throws
 * ServiceError, as a sick service does, so that a test also says what its remediation may ask for.
 */
export interface CloudParts {
  readonly now?: string | undefined;
  /** Short for one node in `nodes`; missing fields are those of `HEALTHY_NODE`. */
  readonly node?: Wire | null | undefined;
  readonly nodes?: readonly Wire[] | undefined;
  /** Of all nodes, each with its `node_uuid`. */
  readonly ports?: readonly Wire[] | undefined;
  /** The same. */
  readonly portgroups?: readonly Wire[] | undefined;
  /** Of every node alike. */
  readonly traits?: readonly string[] | undefined;
  readonly conductors?: readonly Wire[] | undefined;
  readonly drivers?: readonly Wire[] | undefined;
  /** `1.110` unless stated; null cannot be read. */
  readonly version?: string | null | undefined;
  /** Of the credential; an administrator's unless stated. */
  readonly roles?: readonly string[] | undefined;
  readonly servers?: readonly Wire[] | undefined;
  readonly compute_services?: readonly Wire[] | undefined;
  readonly neutron_ports?: readonly Wire[] | undefined;
  /** By consumer. */
  readonly allocations?: Readonly<Record<string, Wire>> | undefined;
  /** By resource provider. */
  readonly inventories?: Readonly<Record<string, Wire>> | undefined;
}
type Wire = object;

/** Every conductor that a healthy node may need. */
export const CONDUCTORS = [
  { hostname: 'conductor-1', alive: true, conductor_group: '', updated_at: minutesAgo(0.5) },
] as const;

export function freshOf(parts: CloudParts): Fresh {
  const nodes =
    parts.nodes ?? (parts.node === undefined ? undefined : parts.node === null ? [] : [parts.node]);
  const all = nodes?.map((node) => NodeSchema.parse({ ...HEALTHY_NODE, ...node }));
  const ports = parts.ports?.map((port) => PortSchema.parse(port));
  const groups = parts.portgroups?.map((group) => PortgroupSchema.parse(group));
  return {
    now: new Date(parts.now ?? NOW),
    node: async (uuid) => stated(all, 'ironic').find((node) => same(node.uuid, uuid)) ?? null,
    ports: async (node) => stated(ports, 'ironic').filter((port) => same(port.node_uuid, node)),
    portgroups: async (node) => stated(groups, 'ironic').filter((group) => same(group.node_uuid, node)),
    nodesOf: async (instance) => stated(all, 'ironic').filter((node) => same(node.instance_uuid, instance)),
    portsByMac: async (mac) => stated(ports, 'ironic').filter((port) => same(port.address, mac)),
    portgroupsByMac: async (mac) => stated(groups, 'ironic').filter((group) => same(group.address, mac)),
    traits: async () => stated(parts.traits, 'ironic'),
    conductors: async () => stated(parts.conductors, 'ironic').map((one) => ConductorSchema.parse(one)),
    driver: async (name) =>
      stated(parts.drivers, 'ironic')
        .map((driver) => DriverSchema.parse(driver))
        .find((driver) => driver.name === name) ?? null,
    ironicVersion: async () =>
      stated(parts.version === null ? undefined : (parts.version ?? '1.110'), 'ironic'),
    roles: async () => parts.roles ?? ['admin', 'reader'],
    server: async (id) =>
      stated(parts.servers, 'nova')
        .map((server) => ServerSchema.parse(server))
        .find((server) => same(server.id, id)) ?? null,
    computeService: async (host) =>
      stated(parts.compute_services, 'nova')
        .map((service) => ComputeServiceSchema.parse(service))
        .find((service) => service.host === host) ?? null,
    neutronPort: async (id) =>
      stated(parts.neutron_ports, 'neutron')
        .map((port) => NeutronPortSchema.parse(port))
        .find((port) => same(port.id, id)) ?? null,
    consumer: async (id) => {
      const held = stated(parts.allocations, 'placement')[id];
      return held ? ConsumerAllocationsSchema.parse(held) : null;
    },
    inventories: async (provider) => {
      const found = stated(parts.inventories, 'placement')[provider];
      return found ? InventoriesSchema.parse(found) : null;
    },
  };
}

const same = (a: string | null | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

function stated<T>(part: T | undefined, service: string): T {
  if (part === undefined)
    throw new ServiceError(`${service} cannot be read`, { code: 'unreachable', service });
  return part;
}

export const NODE = HEALTHY_NODE.uuid;
export const SERVER = '33333333-3333-4333-8333-333333333333';
/** How a person holds a node, as every unit's test has it. */
export const HELD = {
  maintenance: true,
  maintenance_reason: 'INC-4411 swapping DIMM B2',
  fault: null,
} as const;
/** A lock by a conductor that will never let go of it. */
export const DEAD_LOCK = {
  node: { reservation: 'conductor-2' },
  conductors: [...CONDUCTORS, { hostname: 'conductor-2', alive: false, conductor_group: '' }],
} as const;

/** What a unit says to parts of a cloud; a `Go` fails the test where a refusal was meant, and the other way round. */
export async function goOf<P extends Params>(
  unit: Remediation<P>,
  params: P,
  parts: CloudParts,
): Promise<Go> {
  const answer = await unit.judge(params, freshOf(parts));
  if (answer.kind !== 'go') throw new Error(`${unit.id} refused: ${answer.code}: ${answer.words}`);
  return answer;
}
export async function refusalOf<P extends Params>(
  unit: Remediation<P>,
  params: P,
  parts: CloudParts,
): Promise<NoGo> {
  const answer = await unit.judge(params, freshOf(parts));
  if (answer.kind !== 'refused') throw new Error(`${unit.id} would have done it`);
  return answer;
}
/** How far it is: the parts before decide what was seen then. */
export async function followed<P extends Params>(
  unit: Remediation<P>,
  params: P,
  before: CloudParts,
  after: CloudParts,
): Promise<Progress> {
  const { seen } = await goOf(unit, params, before);
  return unit.verify(params, freshOf(after), seen);
}
