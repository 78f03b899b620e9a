import { parseUtc } from '../lib/duration.ts';
import type { FleetChanges } from './fleet-changes.ts';
import { groupKey, nodesOf } from './fleet-look.ts';
import {
  type FleetGroup,
  type FleetReport,
  isHeld,
  type StateCount,
  type TroubledNode,
  type Unread,
} from './fleet-report.ts';

/** A group as one line tells it, whatever the number of its nodes. */
export interface GlanceGroup extends Pick<FleetGroup, 'cause' | 'words' | 'confidence' | 'besides'> {
  /** How many nodes there are. */
  readonly size: number;
  /** At most {@link MOST_NAMES} of them, the longest trouble first. */
  readonly first: readonly Pick<TroubledNode, 'uuid' | 'name'>[];
  /** {@link groupKey} of it. */
  readonly key: string;
}

/** How many nodes came into trouble, left it, and changed its reason since a moment (ISO 8601). */
export interface ChangeCounts {
  readonly since: string;
  readonly came: number;
  readonly went: number;
  readonly turned: number;
}

/** What stands first of a fleet. */
export interface FleetHead extends Pick<FleetReport, 'cloud' | 'total' | 'shown' | 'filter'> {
  readonly troubled: number;
  /** Held by a person, and no trouble. */
  readonly held: number;
}

/** A whole fleet in a few lines: of the same size for ten nodes and for ten thousand. */
export interface FleetGlance extends Omit<FleetHead, 'filter'>, Pick<FleetReport, 'at' | 'partial'> {
  /** The most nodes first. */
  readonly states: readonly StateCount[];
  /** At most {@link MOST_GROUPS}, the worst news first; what a person holds is not among them. */
  readonly groups: readonly GlanceGroup[];
  /** Groups that are left out. */
  readonly smaller: number;
  /** In trouble for longer than any other, as far as Ironic says since when. */
  readonly longest: TroubledNode | null;
  readonly changes: ChangeCounts | null;
  /** What was asked for and could not be read; at most {@link MOST_UNREAD}. */
  readonly unread: readonly Unread[];
}

export const MOST_NAMES = 5;
/** As many as a morning's read has. */
export const MOST_GROUPS = 5;
const MOST_STATES = 20;
const MOST_UNREAD = 6;

/** `changes` of the same fleet until then, where there is something to compare it with. */
export function glanceOf(report: FleetReport, changes?: FleetChanges): FleetGlance {
  const groups = report.groups.filter((group) => !isHeld(group));
  return {
    ...headOf(report),
    at: new Date(report.at).toISOString(),
    partial: report.partial,
    states: report.states.slice(0, MOST_STATES),
    groups: groups.slice(0, MOST_GROUPS).map((group) => shownOf(report, group)),
    smaller: Math.max(0, groups.length - MOST_GROUPS),
    longest: longestOf(report) ?? null,
    changes: changes ? countsOf(changes) : null,
    unread: report.unread.filter(({ kind }) => kind === 'failed').slice(0, MOST_UNREAD),
  };
}

export function headOf({ cloud, total, shown, filter, nodes }: FleetReport): FleetHead {
  const held = nodes.filter(isHeld).length;
  return { cloud, total, shown, ...(filter ? { filter } : {}), troubled: nodes.length - held, held };
}

export function countsOf({ since, came, went, turned }: FleetChanges): ChangeCounts {
  return { since, came: came.length, went: went.length, turned: turned.length };
}

export function shownOf(report: FleetReport, group: FleetGroup): GlanceGroup {
  const { cause, words, confidence, besides, nodes } = group;
  const first = nodesOf(report, group)
    .slice(0, MOST_NAMES)
    .map(({ uuid, name }) => ({ uuid, name }));
  return { cause, words, confidence, besides, size: nodes.length, first, key: groupKey(group) };
}

/** Undefined where nobody knows of any since when it is in trouble. */
export function longestOf({ nodes }: Pick<FleetReport, 'nodes'>): TroubledNode | undefined {
  let longest: TroubledNode | undefined;
  let first = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    const since = node.since === null || isHeld(node) ? undefined : parseUtc(node.since);
    if (since === undefined || since >= first) continue;
    longest = node;
    first = since;
  }
  return longest;
}
