import type { Attempt } from '../core/attempt.ts';
import type { SharedProperty } from '../core/concentration.ts';
import { conductorNamed, isDead } from '../core/conductors.ts';
import { FactUnread } from '../core/facts.ts';
import type { Filterable } from '../core/fleet-filter.ts';
import type { NodeProperties } from '../core/fleet-properties.ts';
import type { TroubledNode } from '../core/fleet-report.ts';
import { isFailed, isStable } from '../core/provision-state.ts';
import { rank } from '../core/rank.ts';
import type { UnknownCheck } from '../core/report.ts';
import { verdictOf } from '../core/verdict.ts';
import type { Conductor, Node } from '../openstack/ironic/schema.ts';
import { OWN_NODES_ONLY } from './gather-facts.ts';
import type { Judged } from './group-by-cause.ts';
import type { Reads } from './reads.ts';
import type { Outcomes } from './run-playbooks.ts';

/** What is kept of a node when its page is gone. */
export interface FleetRow extends Filterable {
  readonly properties: NodeProperties;
  /** It belongs to no project, so that whoever sees it sees everybody's. */
  readonly ownerless: boolean;
  /** What was found; a node about which nothing was asked has none. */
  readonly found?: Found | undefined;
}

/** Which switch a node hangs on is known when the ports of all nodes are. */
export type OpenRow = FleetRow & { readonly properties: { switch?: NodeProperties['switch'] } };

export interface Found {
  /** Absent for a node that no finding calls in trouble. */
  readonly trouble?: TroubledNode;
  /** Checks that were begun and could not be ended. */
  readonly open: readonly UnknownCheck[];
}

/** From the findings about a node to its line in the report. */
export function judged(node: Node, outcomes: Outcomes): Found {
  const findings = rank(outcomes.findings);
  const main = findings.find((one) => one.cause !== 'healthy' && one.severity !== 'info');
  // A failed node is in trouble also where no playbook has a word for it.
  const standsOut = isFailed(node.provision_state) || Boolean(node.fault) || node.maintenance === true;
  if (!main && !standsOut) return { open: outcomes.unknown };
  const { cause, confidence, summary } = verdictOf(findings, outcomes.unknown);
  const atRest = isStable(node.provision_state);
  return {
    trouble: {
      uuid: node.uuid,
      name: node.name ?? null,
      provision_state: node.provision_state || 'available',
      cause,
      ...(main ? { code: main.code } : {}),
      confidence,
      summary,
      severity: main?.severity ?? 'critical',
      since: (atRest ? node.updated_at : node.provision_updated_at) ?? null,
      at_least: atRest,
    },
    open: [],
  };
}

/** For grouping. */
export function asJudged({ properties }: FleetRow, trouble: TroubledNode): Judged {
  const { uuid, name, cause, confidence, summary } = trouble;
  return { node: { uuid, name }, verdict: { cause, confidence, summary }, properties };
}

/** Why the nodes of a conductor suffer, where the list of conductors says it. */
export function remarkOn(conductors: readonly Conductor[] | undefined) {
  return ({ kind, value }: SharedProperty): string | undefined => {
    if (kind !== 'conductor' || !conductors) return undefined;
    const known = conductorNamed(conductors, value);
    return known && isDead(known) ? 'is not alive' : undefined;
  };
}

/**
 * Whether the list may lack the nodes of other projects, as {@link Reads.showsOwnOnly} finds it out for one node: every
 * node has an owner, and the list of conductors, which needs the same standing, was refused.
 */
export function ownOnly(
  rows: readonly FleetRow[],
  conductors: Attempt<readonly Conductor[]>,
): FactUnread | undefined {
  const refused = conductors.kind === 'unread' && conductors.why.kind === 'denied';
  if (!refused || rows.some(({ ownerless }) => ownerless)) return undefined;
  return new FactUnread('nodes', 'denied', OWN_NODES_ONLY);
}
