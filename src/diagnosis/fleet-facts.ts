import type { Attempt } from '../core/attempt.ts';
import { type FactName, type FactReader, FactUnread, type FactValues } from '../core/facts.ts';
import { isInTrouble } from '../core/health.ts';
import { groupsOf } from '../core/recorded-vifs.ts';
import { createMemo } from '../lib/memo.ts';
import { scrub } from '../lib/scrub.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { Node, Port, Portgroup, VolumeTarget } from '../openstack/ironic/schema.ts';
import type { ReadOptions } from '../openstack/wire.ts';
import type { ComingLists, ShortLists } from './fleet-lists.ts';
import type { FleetPeers } from './fleet-peers.ts';
import { createFleetProviders } from './fleet-providers.ts';
import { glanceId } from './gather-facts.ts';
import { createNeutronBatches } from './neutron-batches.ts';
import { readingOf } from './unread.ts';

/** Facts that cost a request for each node: a pass over a fleet never reads them. */
export const LEFT_OUT = [
  'validation',
  'history',
  'inventory',
  'firmware',
  'instance',
  'instance_actions',
  'flavor',
  'inventories',
  'allocations',
  'traits',
  'allocation_candidates',
  'logs',
  'ramdisk_logs',
] as const satisfies readonly FactName[];
export const LEFT_OUT_WORDS = 'not read in this pass over the fleet';

/** What the switch was heard to say decides about a bond, and few nodes in trouble have one. */
const MOST_BONDED = 20;

/** Images are few however many nodes write them; more than this and one pass would be a list of all of Glance. */
const MOST_IMAGES = 50;

export interface FleetFacts {
  /** The facts about one node, scrubbed. `node` is scrubbed already. */
  of(node: Node): FactReader;
}

/** Whether a pass reads it: of every node, of none, or of which ones. Beyond the lists only nodes in trouble are worth a read. */
export function isReadAt(now: Date): (fact: FactName) => boolean | ((node: Node) => boolean) {
  return (fact) => {
    if (fact === 'neutron_ports') return (node) => isInTrouble(node, now);
    if (fact === 'resource_provider') return (node) => !node.resource_class;
    return !(LEFT_OUT as readonly FactName[]).includes(fact);
  };
}

export interface FleetFactsOptions {
  readonly cloud: Cloud;
  /** Waited for by the facts that need them. */
  readonly lists: ComingLists;
  readonly peers: FleetPeers;
  readonly now: Date;
  readonly read: ReadOptions;
}

/**
 * The other source of facts: what lists tell of all nodes at once, and a few reads that many nodes share. Playbooks cannot
 * tell it from {@link gatherFacts}; what only a request for each node would give is "not read".
 */
export function createFleetFacts({ cloud, lists, peers, now, read }: FleetFactsOptions): FleetFacts {
  const memo = createMemo<unknown>();
  const once = <T>(fact: FactName, make: () => Promise<T>): Promise<T> =>
    memo.get(fact, () => readingOf(fact, make).then(scrub));
  const neutron = createNeutronBatches(cloud.neutron, read);
  const providers = createFleetProviders(cloud.placement, read);
  const images = new Set<string>();
  let bonded = 0;

  const listed = <K extends keyof ShortLists>(fact: K) =>
    memo.get(fact, async () => scrub(given((await lists.short)[fact] as Attempt<FactValues[K]>)));
  async function portsOf({ uuid }: Node): Promise<readonly Port[]> {
    const { ports, portsOf } = await lists.whole;
    return given(ports) && (portsOf.get(uuid) ?? []);
  }
  const portgroups = () =>
    memo.get('portgroups by node', async () =>
      Map.groupBy(await once('portgroups', () => cloud.ironic.portgroups(undefined, read)), nodeOf),
    );
  const groupsOn = async ({ uuid }: Node) => (await portgroups()).get(uuid) ?? [];
  const targets = () =>
    memo.get('volume targets by node', async () =>
      Map.groupBy(await once('volume_targets', () => cloud.ironic.volumeTargets(undefined, read)), nodeOf),
    );

  return {
    of: (node) => ({
      ...NOT_READ,
      node: async () => node,
      conductors: () => listed('conductors'),
      drivers: () => listed('drivers'),
      compute_services: () => listed('compute_services'),
      nodes: () => peers.of(node),
      ports: async () => scrub(await portsOf(node)),
      peer_ports: () =>
        memo.get('peer_ports', async () => given((await lists.whole).ports).map(scrubbedPort)),
      networks: () => once('networks', () => cloud.neutron.networks({}, read)),
      portgroups: () => groupsOn(node),
      volume_targets: async () => (await targets()).get(node.uuid) ?? [],
      async resource_provider() {
        // Only what has no class to be asked for by is asked about.
        if (node.resource_class) throw notRead('resource_provider', LEFT_OUT_WORDS);
        return providers.of(node.uuid);
      },
      async inventory() {
        const hasBond = isInTrouble(node, now) && (await portgroups()).has(node.uuid);
        if (!hasBond || bonded >= MOST_BONDED) throw notRead('inventory', LEFT_OUT_WORDS);
        bonded += 1;
        return readingOf('inventory', () => cloud.ironic.inventory(node.uuid, read)).then(scrub);
      },
      async hypervisors() {
        const { hypervisors, hypervisorOf } = await lists.whole;
        if (!hypervisors) throw notRead('hypervisors', LEFT_OUT_WORDS);
        given(hypervisors);
        const own = hypervisorOf.get(node.uuid);
        return own ? scrub([own]) : [];
      },
      async neutron_ports() {
        if (!isInTrouble(node, now)) throw notRead('neutron_ports', LEFT_OUT_WORDS);
        const ports = await portsOf(node);
        // Where the groups cannot be read, nobody hears of their VIFs, so that none is missed here.
        const groups = await groupsOf(ports, () => groupsOn(node)).catch(() => []);
        return readingOf('neutron_ports', () => neutron.of(ports, groups)).then(scrub);
      },
      async image() {
        const id = glanceId(node.instance_info?.['image_source']);
        if (!id) throw notRead('image', LEFT_OUT_WORDS);
        if (images.size >= MOST_IMAGES && !images.has(id)) throw notRead('image', LEFT_OUT_WORDS);
        images.add(id);
        return memo.get(`image ${id}`, () =>
          readingOf('image', () => cloud.glance.getImage(id, read)).then(scrub),
        );
      },
    }),
  };
}

/** Addresses and ids are no place for a secret; what a person wrote about a switch may be one. */
function scrubbedPort(port: Port): Port {
  const { local_link_connection, internal_info } = port;
  const told = { local_link_connection: scrub(local_link_connection), internal_info: scrub(internal_info) };
  const same = told.local_link_connection === local_link_connection && told.internal_info === internal_info;
  return same ? port : { ...port, ...told };
}

function given<T>(read: Attempt<T>): T {
  if (read.kind === 'unread') throw read.why;
  return read.value;
}

function notRead(fact: FactName, words: string): FactUnread {
  return new FactUnread(fact, 'not-read', words);
}

const nodeOf = ({ node_uuid }: Portgroup | VolumeTarget): string => node_uuid ?? '';

/** One refusal each, whoever asks: making an error takes longer than judging a node. */
const NOT_READ: FactReader = Object.fromEntries(
  LEFT_OUT.map((fact) => {
    const why = notRead(fact, LEFT_OUT_WORDS);
    return [fact, () => Promise.reject(why)];
  }),
);
