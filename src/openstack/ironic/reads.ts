import type { ReadOptions } from '../wire.ts';
import type { IronicAbility } from './abilities.ts';
import type {
  Conductor,
  Driver,
  FirmwareComponent,
  HistoryEvent,
  Inventory,
  Node,
  NodeAllocation,
  Port,
  Portgroup,
  Validation,
  VolumeTarget,
} from './schema.ts';

/** Which nodes, and how much of each. Without `fields` and `detail` Ironic gives seven fields. */
export interface NodeQuery {
  /**
   * `uuid` and `provision_state` always come too, and fields that this cloud's release does not know are left out.
   * `conductor` cannot be chosen: several releases answer 500 to it, only `detail` carries it.
   */
  readonly fields?: readonly Exclude<keyof Node, 'conductor'>[] | undefined;
  readonly detail?: boolean | undefined;
  readonly resource_class?: string | undefined;
  readonly provision_state?: string | undefined;
  readonly maintenance?: boolean | undefined;
  readonly fault?: string | undefined;
  readonly instance_uuid?: string | undefined;
  readonly conductor_group?: string | undefined;
  readonly conductor?: string | undefined;
  readonly driver?: string | undefined;
  readonly owner?: string | undefined;
  /** Nodes per page; Ironic's own maximum (`[api]max_limit`, 1000) caps it. */
  readonly limit?: number | undefined;
}

/** What came, and whether there would have been more than `cap`. */
export interface Collected<T> {
  readonly items: readonly T[];
  readonly truncated: boolean;
}

/** Typed reads of Ironic. A node may be named by UUID or name. Every read throws `ServiceError` when Ironic is sick. */
export interface IronicClient {
  readonly service: 'ironic';
  /** Whether this cloud's release has it; undefined until Ironic has answered once. */
  can(ability: IronicAbility): boolean | undefined;
  /** Throws `version-too-old` when this cloud's release is known not to have it. */
  requires(ability: IronicAbility): void;
  /** The newest API version that this cloud and we know, e.g. `1.82`. */
  version(options?: ReadOptions): Promise<string>;
  /** Null when there is none, and for words that no node can be named. */
  getNode(node: string, options?: ReadOptions): Promise<Node | null>;
  listNodes(query?: NodeQuery, options?: ReadOptions): AsyncGenerator<readonly Node[], void, undefined>;
  /**
   * All nodes in detail, in pages of a thousand, for whoever looks at each once: a node still has what Ironic says beyond
   * our fields, and a thousand of them are one piece of memory.
   */
  fleetPages(options?: ReadOptions): AsyncGenerator<readonly Node[], void, undefined>;
  collectNodes(
    query?: NodeQuery & { readonly cap?: number },
    options?: ReadOptions,
  ): Promise<Collected<Node>>;
  validate(node: string, options?: ReadOptions): Promise<Validation>;
  /** In detail. By node, by MAC, or all. */
  ports(
    by?: { readonly node?: string; readonly address?: string },
    options?: ReadOptions,
  ): Promise<readonly Port[]>;
  getPort(uuid: string, options?: ReadOptions): Promise<Port | null>;
  /** In detail; of all nodes without one. Needs 1.23. */
  portgroups(node?: string, options?: ReadOptions): Promise<readonly Portgroup[]>;
  /** In detail, of any node; none of a release that has no port groups. */
  portgroupsByMac(mac: string, options?: ReadOptions): Promise<readonly Portgroup[]>;
  /** In detail, as Ironic orders it: oldest first. Needs 1.78. */
  history(node: string, options?: ReadOptions): Promise<readonly HistoryEvent[]>;
  /** Needs 1.49, and a system reader or an administrator. */
  conductors(options?: ReadOptions): Promise<readonly Conductor[]>;
  /** With default and enabled interfaces since 1.30; names and hosts only before. */
  drivers(options?: ReadOptions): Promise<readonly Driver[]>;
  driver(name: string, options?: ReadOptions): Promise<Driver | null>;
  /** Ironic's own allocations, not Placement's. Needs 1.52. */
  allocations(by?: { readonly node?: string }, options?: ReadOptions): Promise<readonly NodeAllocation[]>;
  /** In detail; of all nodes without one. Needs 1.32. */
  volumeTargets(node?: string, options?: ReadOptions): Promise<readonly VolumeTarget[]>;
  /** Of all nodes, only what tells which switch each hangs on, for whoever keeps little of it. */
  portPages(options?: ReadOptions): AsyncGenerator<readonly Port[], void, undefined>;
  /** The same in one list. */
  portsOfAll(options?: ReadOptions): Promise<readonly Port[]>;
  /** The same, with what Ironic has attached to each. */
  portsWithVifs(options?: ReadOptions): Promise<readonly Port[]>;
  /** Null when the node has not been inspected. Needs 1.81. */
  inventory(node: string, options?: ReadOptions): Promise<Inventory | null>;
  /** Needs 1.86. */
  firmware(node: string, options?: ReadOptions): Promise<readonly FirmwareComponent[]>;
  /** Null when there is no such node. Needs 1.37; a node read in detail has them too. */
  traits(node: string, options?: ReadOptions): Promise<readonly string[] | null>;
}
