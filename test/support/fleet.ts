import { CAUSES, type Cause } from '../../src/core/cause.ts';
import type { SharedProperty } from '../../src/core/concentration.ts';
import type { FleetGroup, FleetReport, TroubledNode } from '../../src/core/fleet-report.ts';
import { isHeld } from '../../src/core/fleet-report.ts';

/** The moment at which these fleets were read. */
export const READ_AT = '2026-11-22T18:00:00.000Z';

export function nodeOf(cause: Cause, place: number, more: Partial<TroubledNode> = {}): TroubledNode {
  return {
    uuid: `${cause}-${place}`,
    name: `node-${cause}-${place}`,
    provision_state: 'clean failed',
    cause,
    confidence: 'likely',
    summary: `It is ${CAUSES[cause]}.`,
    severity: 'critical',
    since: new Date(Date.parse(READ_AT) - (place + 1) * 3600_000).toISOString(),
    at_least: false,
    ...more,
  };
}

/** A group of so many such nodes. */
export function groupOf(
  cause: Cause,
  nodes: number,
  shared?: Pick<SharedProperty, 'kind' | 'value'>,
): FleetGroup {
  return {
    cause,
    words: CAUSES[cause],
    nodes: Array.from({ length: nodes }, (_, place) => `${cause}-${place}`),
    confidence: 'likely',
    ...(shared ? { shared: { ...shared, having: nodes, members: nodes, fit: 1 } } : {}),
    besides: [],
  };
}

/** Forty nodes, of which those of the groups are in trouble. */
export function reportWith(groups: readonly FleetGroup[], more: Partial<FleetReport> = {}): FleetReport {
  const nodes = groups.flatMap((group) =>
    group.nodes.map((uuid, place) => ({ ...nodeOf(group.cause, place), uuid })),
  );
  const held = nodes.filter(isHeld).length;
  return {
    cloud: 'prod',
    total: 40,
    partial: false,
    shown: 40,
    states: [
      { state: 'available', nodes: 40 - nodes.length, troubled: 0, held: 0 },
      { state: 'clean failed', nodes: nodes.length, troubled: nodes.length - held, held },
    ],
    groups,
    nodes,
    open: [],
    unread: [],
    notes: [],
    cost: { requests: 12, ms: 1234 },
    at: READ_AT,
    reference: 'ref-1',
    ...more,
  };
}
