import { parseUtc } from '../lib/duration.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { Flavor, Server } from '../openstack/nova/schema.ts';
import type { AllocationCandidates } from '../openstack/placement/schema.ts';
import { type Facts, FactUnread } from './facts.ts';
import { type Demand, demandOf } from './flavor-demand.ts';
import { customClass } from './resource-class.ts';
import { type Blocker, blockerOf } from './schedulable.ts';

/**
 * What Nova's fault tells and what it does not (openstack/nova nova/scheduler/manager.py): with an empty reason
 * Placement had no candidate; "There are not enough hosts available." means that candidates were there and the
 * filters, or a lost race for the claim, left too few.
 */
export type FaultSays = 'no-candidates' | 'filtered' | 'unclear';

export interface SchedulingQuestion {
  /** `failed`: a server in ERROR for want of a host. `would-it`: a flavor, asked about before anybody boots it. */
  readonly kind: 'failed' | 'would-it';
  readonly server?: Server;
  /** Nova's sentence and, in milliseconds, when it was written. */
  readonly fault?: {
    readonly message: string;
    readonly source: string;
    readonly at?: number;
    readonly says: FaultSays;
  };
}

/** Nova's own "No valid host was found"; Ironic's carries "Reason:". MaxRetriesExceeded is another story. */
const NO_VALID_HOST = /No valid host was found(?!\.? Reason:)/;

/** The question that the subject raises for the scheduler; undefined when it raises none, such as an active server. */
export async function schedulingQuestion(facts: Facts): Promise<SchedulingQuestion | undefined> {
  if (facts.subject.aspects.includes('instance')) {
    const server = await facts.instance();
    if (server) return server.status.toUpperCase() === 'ERROR' ? questionOfServer(server, facts) : undefined;
  }
  return facts.subject.aspects.includes('flavor') ? { kind: 'would-it' } : undefined;
}

async function questionOfServer(server: Server, facts: Facts): Promise<SchedulingQuestion | undefined> {
  const fault = await faultOf(server, facts);
  if (!fault || !NO_VALID_HOST.test(fault.message)) return undefined;
  const says: FaultSays = /not enough hosts available/i.test(fault.message)
    ? 'filtered'
    : /No valid host was found\.?\s*$/.test(fault.message)
      ? 'no-candidates'
      : 'unclear';
  return { kind: 'failed', server, fault: { ...fault, says } };
}

export interface ServerFault {
  readonly message: string;
  readonly source: string;
  readonly at?: number;
}

/**
 * A server's fault, or what its last failed event says: lists leave the fault of a scheduling failure out, and some
 * failures write none.
 */
export async function faultOf(server: Server, facts: Facts): Promise<ServerFault | undefined> {
  if (server.fault?.message)
    return stamped(server.fault.message, 'instance.fault.message', server.fault.created);
  const actions = (await facts.maybe.instance_actions()) ?? [];
  for (const action of actions) {
    for (const event of action.events ?? []) {
      if (event.result === 'Error' && event.details)
        return stamped(
          event.details,
          `instance_actions[${action.request_id}].${event.event}`,
          event.finish_time,
        );
    }
  }
  return undefined;
}

function stamped(message: string, source: string, when: string | null | undefined): ServerFault {
  const at = when ? parseUtc(when) : undefined;
  return { message, source, ...(at === undefined ? {} : { at }) };
}

export interface FlavorDemand {
  readonly flavor: Flavor;
  readonly demand: Demand;
  /** The custom classes that are asked for; normally one. */
  readonly classes: readonly string[];
}

/** What the flavor asks. Throws {@link FactUnread} when the flavor, or what it asks, cannot be read. */
export async function flavorDemand(facts: Facts): Promise<FlavorDemand> {
  const flavor = await facts.flavor();
  if (!flavor) throw new FactUnread('flavor', 'not-read', 'the flavor is gone');
  const demand = demandOf(flavor);
  if (!demand)
    throw new FactUnread('flavor', 'unsupported', `the extra specs of flavor ${flavor.name} were not told`);
  return { flavor, demand, classes: Object.keys(demand.classes) };
}

export interface BlockedNode {
  readonly node: Node;
  readonly blocker: Blocker;
}

/** The nodes as the scheduler should see them. */
export interface Supply {
  readonly all: readonly Node[];
  /** With a class that the flavor asks for. */
  readonly ofClass: readonly Node[];
  /** Of those, what Ironic calls free. */
  readonly free: readonly Node[];
  readonly blocked: readonly BlockedNode[];
}

/** The nodes, sorted by what the flavor asks. Throws when neither the nodes nor the subject's own can be read. */
export async function supplyFor(facts: Facts, classes: readonly string[]): Promise<Supply> {
  return (await maybeSupplyFor(facts, classes)) ?? sorted(await facts.nodes(), classes);
}

/** The same for a check that has another leg to stand on. A snapshot that has only one node is taken as it is. */
export async function maybeSupplyFor(facts: Facts, classes: readonly string[]): Promise<Supply | undefined> {
  const own = facts.subject.aspects.includes('node') ? await facts.maybe.node() : undefined;
  const listed = await facts.maybe.nodes();
  if (!own) return listed && sorted(listed, classes);
  const others = (listed ?? []).filter((node) => node.uuid !== own.uuid || node.name !== own.name);
  return sorted([own, ...others], classes);
}

function sorted(all: readonly Node[], classes: readonly string[]): Supply {
  const ofClass = all.filter((node) => classes.includes(customClass(node.resource_class) ?? ''));
  const blocked: BlockedNode[] = [];
  const free: Node[] = [];
  for (const node of ofClass) {
    const blocker = blockerOf(node);
    if (blocker) blocked.push({ node, blocker });
    else free.push(node);
  }
  return { all, ofClass, free, blocked };
}

/**
 * Nova forbids this trait in every request and sets it on the providers of a disabled nova-compute
 * (openstack/nova nova/scheduler/request_filter.py compute_status_filter), since 20.0 (Train).
 */
export const STATUS_DISABLED = 'COMPUTE_STATUS_DISABLED';

/** Providers that Placement offers and Nova would take; undefined when Placement refused the question. */
export function offeredProviders(candidates: AllocationCandidates): readonly string[] | undefined {
  if (candidates.kind === 'refused') return undefined;
  const offered = candidates.allocation_requests.flatMap((request) => Object.keys(request.allocations));
  return [...new Set(offered)].filter(
    (uuid) => !candidates.provider_summaries[uuid]?.traits?.includes(STATUS_DISABLED),
  );
}

/** What Placement said it does not know: `No such resource class CUSTOM_X`, `No such trait(s): CUSTOM_A, CUSTOM_B`. */
export function unknownToPlacement(candidates: AllocationCandidates | undefined): {
  readonly classes: readonly string[];
  readonly traits: readonly string[];
} {
  const detail = candidates?.kind === 'refused' ? candidates.detail : '';
  const [, one = ''] = /No such resource class:?\s+['"]?([A-Z0-9_]+)/.exec(detail) ?? [];
  const [, many = ''] = /No such trait\(?s?\)?:?\s+([A-Z0-9_,\s'"[\]]+)/.exec(detail) ?? [];
  return { classes: one ? [one] : [], traits: many.match(/[A-Z][A-Z0-9_]+/g) ?? [] };
}
