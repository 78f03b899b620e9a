import { ServiceError } from './core/errors.ts';
import { type FleetEntry, fleetEntries, type NamingPort } from './core/fleet-entry.ts';
import { createFleetIndex, type FleetIndex } from './core/fleet-index.ts';
import type { Log } from './log.ts';
import type { Cloud } from './openstack/cloud.ts';
import type { ReadOptions } from './openstack/wire.ts';

/** Keeps what alerts may name in mind, as it was read last. */
export interface FleetWatch {
  /** Undefined until it has been read for the first time. */
  current(): FleetIndex | undefined;
  /** Reads it anew; whoever asks while it is being read gets that. @throws where the nodes of a cloud could not be read */
  refresh(): Promise<void>;
  /** Reads it at once, and every few minutes from then on. */
  start(): void;
  stop(): Promise<void>;
}

export interface FleetWatchOptions {
  /** Names in clouds.yaml. */
  readonly clouds: readonly string[];
  readonly cloud: (name: string) => Cloud;
  /** Domains of our hosts, besides those that the entries' own names have. */
  readonly domains: readonly string[];
  readonly log: Log;
  /** The nodes of a cloud are known that were not when others were: who asked meanwhile took them for somebody else's. */
  readonly onLate: () => void;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** What is read of a cloud by itself, so that one that cannot be read costs no other. */
const PARTS = ['nodes', 'ports', 'conductors', 'computes', 'servers'] as const;
type Part = (typeof PARTS)[number];

const EVERY_MS = 300_000;
/** As long as something could not be read. */
const AGAIN_MS = 30_000;
/** A page of a thousand nodes takes Ironic many seconds. */
const PAGE_MS = 60_000;
/** A fifth of what there is to say of a node, in short pages: a process keeps the room that its largest page took. */
const NAMING = {
  fields: ['uuid', 'name', 'instance_uuid', 'instance_name', 'driver_info', 'properties', 'extra'],
  limit: 250,
} as const;
const MAX_SERVERS = 50_000;

/**
 * An index over the nodes, instances, conductors, compute hosts and switches of all clouds. A part that cannot be read stays
 * as it was: a node is not unknown because Nova is away. Of each page only what names things is kept.
 */
export function createFleetWatch(options: FleetWatchOptions): FleetWatch {
  const { clouds, cloud, domains, log, onLate, sleep } = options;
  const kept = new Map<string, ReadonlyMap<Part, readonly FleetEntry[]>>();
  const sick = new Set<string>();
  const stopping = new AbortController();
  /** Of which no nodes have been known since there is an index. */
  const unknown = new Set<string>();
  let index: FleetIndex | undefined;
  let reading: Promise<void> | undefined;
  let looping: Promise<void> = Promise.resolve();

  /** Undefined where it could not be read; that is told once. */
  async function attempt<T>(name: string, part: Part, read: () => Promise<T>): Promise<T | undefined> {
    const key = `${name} ${part}`;
    try {
      const value = await read();
      if (sick.delete(key)) log.info({ cloud: name, part }, 'what alerts may name can be read again');
      return value;
    } catch (err) {
      if (stopping.signal.aborted) return undefined;
      if (!sick.has(key))
        log.warn({ cloud: name, part, err }, 'what alerts may name was not read; what was known stays');
      sick.add(key);
      return undefined;
    }
  }

  async function readCloud(name: string): Promise<boolean> {
    const { ironic, nova } = cloud(name);
    const how: ReadOptions = { signal: stopping.signal, deadlineMs: PAGE_MS };
    const [ports, conductors, computes, servers] = await Promise.all([
      attempt(name, 'ports', () => portsOf(name, how)),
      attempt(name, 'conductors', () => ironic.conductors(how)),
      attempt(name, 'computes', () => nova.services({ binary: 'nova-compute' }, how)),
      attempt(name, 'servers', () => nova.servers({ all_tenants: true, cap: MAX_SERVERS }, how)),
    ]);
    const nodes = await attempt(name, 'nodes', () => nodesOf(name, ports?.macs ?? [], how));
    const before = kept.get(name);
    const macs = ports ? undefined : macsOf(before?.get('nodes') ?? []);
    const part = (lists: Omit<Parameters<typeof fleetEntries>[1], 'nodes'>) =>
      fleetEntries(name, { nodes: [], ...lists });
    const read: Readonly<Record<Part, readonly FleetEntry[] | undefined>> = {
      nodes: nodes?.map((one) => (macs && one.kind === 'node' ? { ...one, ...macs.get(one.id) } : one)),
      ports: ports?.switches,
      conductors: conductors && part({ conductors }),
      computes: computes && part({ computes }),
      servers: servers && part({ servers }),
    };
    kept.set(name, new Map(PARTS.map((one) => [one, read[one] ?? before?.get(one) ?? []])));
    return nodes !== undefined;
  }

  /** Page by page, so that no more than one of them is in memory: which MAC is whose, and the switches. */
  async function portsOf(name: string, how: ReadOptions) {
    const macs: NamingPort[] = [];
    const switches = new Map<string, FleetEntry>();
    for await (const page of cloud(name).ironic.portPages(how)) {
      for (const { address, node_uuid } of page) macs.push({ address, node_uuid });
      for (const one of fleetEntries(name, { nodes: [], ports: page })) {
        if (!switches.has(one.id)) switches.set(one.id, one);
      }
    }
    return { macs, switches: [...switches.values()] };
  }

  async function nodesOf(
    name: string,
    macs: readonly NamingPort[],
    how: ReadOptions,
  ): Promise<readonly FleetEntry[]> {
    const macsOf = Map.groupBy(macs, ({ node_uuid }) => node_uuid ?? '');
    const entries: FleetEntry[] = [];
    for await (const nodes of cloud(name).ironic.listNodes(NAMING, how)) {
      entries.push(
        ...fleetEntries(name, { nodes, ports: nodes.flatMap(({ uuid }) => macsOf.get(uuid) ?? []) }),
      );
    }
    return entries;
  }

  /** Nodes tell of instances that Nova does not list for this credential; those that it does list it names better. */
  function entriesOf(parts: ReadonlyMap<Part, readonly FleetEntry[]>): readonly FleetEntry[] {
    const listed = new Set(parts.get('servers')?.map(({ id }) => id));
    const nodes = parts.get('nodes')?.filter(({ kind, id }) => kind !== 'instance' || !listed.has(id)) ?? [];
    return [...nodes, ...PARTS.filter((one) => one !== 'nodes').flatMap((one) => parts.get(one) ?? [])];
  }

  async function readAll(): Promise<void> {
    const read = await Promise.all(clouds.map(readCloud));
    if (stopping.signal.aborted) return;
    // An index of which nothing could be read would call everything somebody else's.
    const isFirst = index === undefined;
    if (!isFirst || read.some(Boolean)) {
      index = createFleetIndex(once(clouds.flatMap((name) => entriesOf(kept.get(name) ?? new Map()))), {
        domains,
      });
    }
    const unread = clouds.filter((_, at) => !read[at]);
    if (isFirst && index) for (const name of unread) unknown.add(name);
    const late = clouds.filter((name, at) => read[at] && unknown.delete(name));
    if (late.length > 0) onLate();
    if (unread.length === 0) return;
    throw new ServiceError(`The nodes of ${unread.join(', ')} could not be read`, {
      code: 'unreachable',
      service: 'ironic',
    });
  }

  function refresh(): Promise<void> {
    reading ??= readAll().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      const pause = await refresh().then(
        () => EVERY_MS,
        (error: Error) => {
          log.warn({ reason: error.message }, 'the fleet is known only in part');
          return AGAIN_MS;
        },
      );
      await sleep(pause, stopping.signal);
    }
  }

  return {
    current: () => index,
    refresh,
    start() {
      looping = loop();
    },
    async stop() {
      stopping.abort();
      await looping;
    },
  };
}

/** A node that two entries of clouds.yaml lead to is one node, and of the cloud that stands first. */
function once(entries: readonly FleetEntry[]): readonly FleetEntry[] {
  const cloudOf = new Map<string, string>();
  return entries.filter(({ kind, id, cloud }) => {
    if (kind !== 'node' && kind !== 'instance') return true;
    const first = cloudOf.get(id);
    if (first === undefined) cloudOf.set(id, cloud);
    return first === undefined || first === cloud;
  });
}

function macsOf(nodes: readonly FleetEntry[]): ReadonlyMap<string, Pick<FleetEntry, 'macs'>> {
  return new Map(nodes.flatMap(({ id, macs }) => (macs ? [[id, { macs }] as const] : [])));
}
