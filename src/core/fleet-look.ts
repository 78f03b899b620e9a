import type { AnswerFile } from './command.ts';
import type { FleetChanges } from './fleet-changes.ts';
import type { FitsNothing, FleetGroup, FleetReport, TroubledNode } from './fleet-report.ts';
import type { Refused } from './outcome.ts';

/** A fleet as somebody looks at it. */
export interface FleetLook {
  readonly report: FleetReport;
  /** Since the last point that was kept; absent without one, and for a part of a fleet. */
  readonly changes?: FleetChanges;
  /** Absent where none could be drawn. */
  readonly picture?: AnswerFile;
}

export type FleetOutcome = { readonly kind: 'look'; readonly look: FleetLook } | FitsNothing | Refused;

/**
 * A group's own word, the same in every report in which its cause and what its nodes share are the same: a button names
 * it, and it is looked for in the fleet as it is when somebody clicks. Eight figures of FNV-1a.
 */
export function groupKey({ cause, shared }: Pick<FleetGroup, 'cause' | 'shared'>): string {
  let hash = 0x811c9dc5;
  for (const point of [cause, shared?.kind ?? '', shared?.value ?? ''].join('\n')) {
    hash = Math.imul(hash ^ (point.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** In the order of the report, the longest trouble first. */
export function nodesOf(report: FleetReport, group: FleetGroup): readonly TroubledNode[] {
  const members = new Set(group.nodes);
  return report.nodes.filter(({ uuid }) => members.has(uuid));
}
