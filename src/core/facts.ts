import type { LogExcerpt } from '../logs/log-source.ts';
import type { RamdiskLog } from '../logs/ramdisk/ramdisk-log.ts';
import type { Image } from '../openstack/glance/schema.ts';
import type {
  Conductor,
  Driver,
  FirmwareComponent,
  HistoryEvent,
  Inventory,
  Node,
  Port,
  Portgroup,
  Validation,
  VolumeTarget,
} from '../openstack/ironic/schema.ts';
import type { Network, NeutronPort } from '../openstack/neutron/schema.ts';
import type { ComputeService, Flavor, Hypervisor, InstanceAction, Server } from '../openstack/nova/schema.ts';
import type {
  AllocationCandidates,
  Allocations,
  Inventories,
  ResourceProvider,
} from '../openstack/placement/schema.ts';
import type { Subject } from './subject.ts';

export type { LogExcerpt, RamdiskLog };

/**
 * Everything that a playbook may ask about. The keys are those of a snapshot file. `null` means "read, and there is
 * none"; a fact that was not read is not a value at all but a {@link FactUnread}.
 */
export interface FactValues {
  readonly node: Node | null;
  readonly ports: readonly Port[];
  readonly portgroups: readonly Portgroup[];
  readonly validation: Validation;
  readonly history: readonly HistoryEvent[];
  readonly drivers: readonly Driver[];
  readonly conductors: readonly Conductor[];
  readonly volume_targets: readonly VolumeTarget[];
  /** What inspection saw of the hardware and its network; null when the node has not been inspected. Since 1.81. */
  readonly inventory: Inventory | null;
  /** Firmware versions as the driver last read them. Since 1.86. */
  readonly firmware: readonly FirmwareComponent[];
  /** The other nodes that matter here: same resource class as the subject, or all that Ironic shows. */
  readonly nodes: readonly Node[];
  /** Ports of all nodes, each with `node_uuid` and `local_link_connection`: who shares a switch. */
  readonly peer_ports: readonly Port[];
  readonly instance: Server | null;
  readonly instance_actions: readonly InstanceAction[];
  /** From the flavor itself, or what the instance remembers of it. */
  readonly flavor: Flavor | null;
  readonly compute_services: readonly ComputeService[];
  readonly hypervisors: readonly Hypervisor[];
  /** Placement's provider with the node's UUID. */
  readonly resource_provider: ResourceProvider | null;
  readonly inventories: Inventories | null;
  /** What is allocated on that provider, by consumer. */
  readonly allocations: Allocations | null;
  readonly traits: readonly string[];
  /** Placement's answer to the flavor's own question. */
  readonly allocation_candidates: AllocationCandidates;
  readonly neutron_ports: readonly NeutronPort[];
  readonly networks: readonly Network[];
  readonly image: Image | null;
  /** Lines about the node or the instance around the time of its trouble. */
  readonly logs: readonly LogExcerpt[];
  /** What the deploy ramdisk left behind, newest first; opened as far as needed. */
  readonly ramdisk_logs: readonly RamdiskLog[];
  /** An error or log excerpt that somebody pasted. */
  readonly message: string;
}

export type FactName = keyof FactValues;

/**
 * Why a fact is not there. `failed`: the service was asked and is sick, so nothing may be called healthy on its
 * account. `denied`, `unsupported`: this credential or release cannot say. `not-read`: nobody asked (a fleet pass, a
 * snapshot without it, no log source configured). `not-deployed`: this cloud has no such service.
 */
export type UnreadKind = 'failed' | 'denied' | 'unsupported' | 'not-read' | 'not-deployed';

export class FactUnread extends Error {
  override readonly name = 'FactUnread';
  readonly fact: FactName;
  readonly kind: UnreadKind;
  /** In words for the engineer: "Placement did not answer within 5 s". */
  readonly reason: string;
  /** It was asked for, and the service answered that there is none; only said of the node. */
  readonly absent: boolean;

  constructor(fact: FactName, kind: UnreadKind, reason: string, absent = false) {
    super(`${fact}: ${reason}`);
    this.fact = fact;
    this.kind = kind;
    this.reason = reason;
    this.absent = absent;
  }
}

/** Reads one fact. It throws {@link FactUnread} when it cannot. */
export type FactReader = { readonly [K in FactName]?: () => Promise<FactValues[K]> };

type Readers = { readonly [K in Exclude<FactName, 'node'>]: () => Promise<FactValues[K]> };
type MaybeReaders = {
  readonly [K in Exclude<FactName, 'node'>]: () => Promise<FactValues[K] | undefined>;
} & {
  readonly node: () => Promise<Node | undefined>;
};

/**
 * What a check asks. `facts.history()` throws when history cannot be read, and the check becomes "could not check".
 * `facts.maybe.history()` gives `undefined` instead, and the finding says that history was missing: for facts that
 * would only make the picture sharper. Each fact is read once, whoever asks and however often.
 */
export type Facts = Readers & {
  /** Throws when the node cannot be read and when there is none. */
  readonly node: () => Promise<Node>;
  readonly maybe: MaybeReaders;
  readonly now: Date;
  readonly subject: Subject;
};

export const FACT_NAMES = [
  'node',
  'ports',
  'portgroups',
  'validation',
  'history',
  'drivers',
  'conductors',
  'volume_targets',
  'inventory',
  'firmware',
  'nodes',
  'peer_ports',
  'instance',
  'instance_actions',
  'flavor',
  'compute_services',
  'hypervisors',
  'resource_provider',
  'inventories',
  'allocations',
  'traits',
  'allocation_candidates',
  'neutron_ports',
  'networks',
  'image',
  'logs',
  'ramdisk_logs',
  'message',
] as const satisfies readonly FactName[];

export function isFactName(word: string): word is FactName {
  return (FACT_NAMES as readonly string[]).includes(word);
}
