import type { Cause } from './cause.ts';
import { type FleetReport, isHeld, type StateCount, type TroubledNode } from './fleet-report.ts';

export type PointNode = Pick<TroubledNode, 'uuid' | 'name' | 'cause' | 'provision_state' | 'since'>;

/** What is kept of a fleet as it was at one moment. */
export interface FleetPoint {
  readonly cloud: string;
  /** ISO 8601, in UTC with milliseconds. */
  readonly at: string;
  readonly total: number;
  readonly states: readonly StateCount[];
  /** Nodes in trouble by cause, the most first; what a person holds is not among them. */
  readonly causes: readonly (readonly [cause: Cause, nodes: number])[];
  /** In trouble or held. */
  readonly nodes: readonly PointNode[];
}

/** Undefined for a report that does not tell of the whole fleet: what it lacks would look mended. */
export function pointOf(report: FleetReport): FleetPoint | undefined {
  if (report.partial || report.filter || report.shown !== report.total) return undefined;
  return {
    cloud: report.cloud,
    at: new Date(report.at).toISOString(),
    total: report.total,
    states: report.states,
    causes: causesOf(report.nodes),
    nodes: report.nodes.map(({ uuid, name, cause, provision_state, since }) => ({
      uuid,
      name,
      cause,
      provision_state,
      since,
    })),
  };
}

/** How many nodes are in trouble by which cause, the most first. */
export function causesOf(nodes: readonly { readonly cause: Cause }[]): FleetPoint['causes'] {
  const causes = Map.groupBy(
    nodes.filter((node) => !isHeld(node)),
    ({ cause }) => cause,
  );
  return [...causes]
    .map(([cause, members]) => [cause, members.length] as const)
    .toSorted(([one, a], [other, b]) => b - a || one.localeCompare(other));
}
