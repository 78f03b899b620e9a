import type { z } from 'zod';
import type { Conductor, Driver, Node, Port, Portgroup } from '../openstack/ironic/schema.ts';
import type { NeutronPort } from '../openstack/neutron/schema.ts';
import type { ComputeService, Server } from '../openstack/nova/schema.ts';
import type { ConsumerAllocations, Inventories } from '../openstack/placement/schema.ts';
import type { ApiCall } from './api-call.ts';
import type { REMEDIATIONS, Risk } from './remediation.ts';

/** What the API can carry out; `none` is the absence of a remedy. */
export type ActId = Exclude<keyof typeof REMEDIATIONS, 'none'>;

/** In wire names: `{ node: uuid }`, `{ service: 'compute-1' }`, `{ node: uuid, vif: id }`. */
export type Params = Readonly<Record<string, string>>;

/**
 * Reads of this moment, made for one look at a target: nothing in it is older than the look, each read once. A read
 * throws ServiceError when it cannot; whoever judges lets that through, and then nothing is done.
 */
export interface Fresh {
  readonly now: Date;
  node(uuid: string): Promise<Node | null>;
  ports(node: string): Promise<readonly Port[]>;
  portgroups(node: string): Promise<readonly Portgroup[]>;
  /** Nodes whose `instance_uuid` is this. */
  nodesOf(instance: string): Promise<readonly Node[]>;
  /** Ironic's own record of VIFs: every port of any node with this MAC address. */
  portsByMac(address: string): Promise<readonly Port[]>;
  /** The same of port groups; none of a release that has no port groups. */
  portgroupsByMac(address: string): Promise<readonly Portgroup[]>;
  traits(node: string): Promise<readonly string[]>;
  conductors(): Promise<readonly Conductor[]>;
  driver(name: string): Promise<Driver | null>;
  /** Highest Ironic API version of this cloud that we know, e.g. `1.82`. */
  ironicVersion(): Promise<string>;
  /** Roles of the credential that reads, by name; empty where there is no Keystone. */
  roles(): Promise<readonly string[]>;
  server(id: string): Promise<Server | null>;
  computeService(host: string): Promise<ComputeService | null>;
  neutronPort(id: string): Promise<NeutronPort | null>;
  /** What a consumer holds in Placement; null when it holds nothing. */
  consumer(id: string): Promise<ConsumerAllocations | null>;
  /** Null when Placement has no provider with this UUID. */
  inventories(provider: string): Promise<Inventories | null>;
}

/**
 * How the target looked, as short words by field: `{ provision_state: 'clean wait', power_state: 'power on' }`. What is
 * compared between the offer, the click and the moment before the call, shown to people, and kept in the journal.
 */
export type Seen = Readonly<Record<string, string>>;

/** The node behind a target, for policies and for its name. */
export interface TargetNode {
  readonly uuid: string;
  readonly name: string | null;
  readonly owner: string | null;
  readonly resource_class: string | null;
  readonly conductor_group: string | null;
}

export interface Go {
  readonly kind: 'go';
  /** Exactly what would be sent, in this order. Empty for what only waits. */
  readonly calls: readonly ApiCall[];
  readonly seen: Seen;
  /** Fields of `seen` whose change between two looks means that somebody else was here. */
  readonly watched: readonly string[];
  /** What the target becomes, in words: "`clean failed`". */
  readonly becomes: string;
  /** What undoes it, in words: "`manage`, then `provide`"; "nothing undoes it" is an answer. */
  readonly undo: string;
  /** What a tired person must not overlook; shown before the button. */
  readonly beware: readonly string[];
  /** Present where circumstances make it worse than its usual risk; never lower. */
  readonly risk?: Risk;
  readonly node?: TargetNode;
}

/** Not now, and why. The words are a sentence for the person who clicked, and name the next step. */
export interface NoGo {
  readonly kind: 'refused';
  /** Stable: `illegal-state`, `instance-present`, `protected`, `retired`, `operator-maintenance`, `firmware-step`, `gone`, ... */
  readonly code: string;
  readonly words: string;
  readonly seen?: Seen;
  readonly node?: TargetNode;
}

export type Judgement = Go | NoGo;

/** How far it is, read from the cloud after the calls. Only `done` may be called a success. */
export interface Progress {
  readonly kind: 'done' | 'going' | 'failed';
  readonly seen: Seen;
  /** One short sentence: "`cleaning`, step erase_devices for 3 min". */
  readonly words: string;
}

/**
 * One thing that the API can do about a finding. It judges and describes; the engine in `src/approvals` reads, asks,
 * records, sends and polls. The file's name is its `id`; risk and label come from the vocabulary.
 */
export interface Remediation<P extends Params = Params> {
  readonly id: ActId;
  readonly params: z.ZodType<P>;
  /** What nobody else may touch meanwhile: `node <uuid>`, `port <id>`, `compute-service <host>`, `server <id>`, `consumer <id>`. */
  target(params: P): string;
  /** What the button says about the target where the label does not: "network_interface to noop". Empty usually. */
  detail?(params: P): string;
  /** May it be done now? Legal by Ironic's table, and safe by the rules of the trade. */
  judge(params: P, fresh: Fresh): Promise<Judgement>;
  /** Whether it has come true. `before` is what was seen just before the calls. */
  verify(params: P, fresh: Fresh, before: Seen): Promise<Progress>;
  /** Seconds until "unconfirmed", on Ironic's own deadlines. */
  readonly patience: number;
}

/** Checks the shape of a remediation where it is written. */
export function defineRemediation<P extends Params>(remediation: Remediation<P>): Remediation<P> {
  return remediation;
}
