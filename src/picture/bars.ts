import { propertyWords } from '../core/fleet-properties.ts';
import type { FleetGroup, FleetReport } from '../core/fleet-report.ts';
import { isHeld } from '../core/fleet-report.ts';
import { causeWords, figure } from './style.ts';

export interface Bar {
  /** The cause, in words. */
  readonly label: string;
  /** What its nodes share; empty where nothing tells. */
  readonly shared: string;
  readonly nodes: number;
}

/** More than these nobody reads on a phone. */
const MOST = 8;

export interface Bars {
  /** The most nodes first. */
  readonly bars: readonly Bar[];
  /** What is left out: so many groups with so many nodes. */
  readonly rest: { readonly groups: number; readonly nodes: number };
}

/** Who is in trouble, by cause and by what the nodes share; what a person holds is no trouble. */
export function barsOf(report: Pick<FleetReport, 'groups'>): Bars {
  const groups = report.groups
    .filter((group) => !isHeld(group))
    .toSorted((a, b) => b.nodes.length - a.nodes.length);
  const rest = groups.slice(MOST);
  return {
    bars: groups.slice(0, MOST).map(barOf),
    rest: { groups: rest.length, nodes: rest.reduce((sum, { nodes }) => sum + nodes.length, 0) },
  };
}

function barOf({ cause, shared, nodes }: FleetGroup): Bar {
  return {
    label: causeWords(cause),
    shared: shared ? propertyWords(shared.kind, shared.value) : '',
    nodes: nodes.length,
  };
}

/** The same in words, exactly. */
export function barsAlt(title: string, { bars, rest }: Bars): string {
  const told = bars.map(
    ({ label, shared, nodes }) => `${figure(nodes)} ${label}${shared ? `, all ${shared}` : ''}`,
  );
  if (rest.groups > 0) told.push(`${figure(rest.nodes)} in ${rest.groups} smaller groups`);
  return told.length === 0 ? `${title}.` : `Bars. ${title}: ${told.join('; ')}.`;
}
