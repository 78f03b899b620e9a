import type { FactUnread } from '../core/facts.ts';
import { filterMeant } from '../core/fleet-filter.ts';
import { PROPERTY_KINDS, valuesOf } from '../core/fleet-properties.ts';
import {
  type FitsNothing,
  type FleetGroup,
  type FleetReport,
  isHeld,
  type OpenQuestion,
  type StateCount,
  type TroubledNode,
  type Unread,
} from '../core/fleet-report.ts';
import { nearest } from '../lib/nearest.ts';
import { scrub } from '../lib/scrub.ts';
import { LEFT_OUT, LEFT_OUT_WORDS } from './fleet-facts.ts';
import { type FleetLists, known } from './fleet-lists.ts';
import { asJudged, type FleetRow, remarkOn } from './fleet-rows.ts';
import { groupByCause } from './group-by-cause.ts';

export interface FleetRead {
  readonly rows: readonly FleetRow[];
  readonly lists: FleetLists;
  /** Why the list of nodes ended early. */
  readonly broken: FactUnread | undefined;
  readonly notes: readonly string[];
}

type Head = Pick<FleetReport, 'cloud' | 'at' | 'reference' | 'cost'>;

/** Everything that was read as one report, or what the words of a person mean of it. */
export function reportOn(read: FleetRead, words: string | undefined, head: Head): FleetReport | FitsNothing {
  if (words === undefined) return summed(read, read.rows, head);
  const filter = filterMeant(words, read.rows);
  if (!filter) {
    const { rows } = read;
    return { kind: 'fits-nothing', words, nearest: nearest(words, wordsOf(rows)), total: rows.length };
  }
  const shown = read.rows.filter((row) => filter.fits(row));
  return { ...summed(read, shown, head), filter: scrub({ words, meant: filter.meant }) };
}

/** The same about nodes with these UUIDs alone. */
export function reportAmong(read: FleetRead, uuids: ReadonlySet<string>, head: Head): FleetReport {
  return summed(
    read,
    read.rows.filter(({ uuid }) => uuids.has(uuid)),
    head,
  );
}

/** What a group is compared with is the whole fleet, whatever is told of it. */
function summed(
  { rows, lists, broken, notes }: FleetRead,
  shown: readonly FleetRow[],
  head: Head,
): FleetReport {
  const troubled = shown.flatMap((row) => (row.found?.trouble ? [asJudged(row, row.found.trouble)] : []));
  const groups = groupByCause(troubled, {
    fleet: rows.map(({ properties }) => properties),
    remark: remarkOn(known(lists.conductors)),
  });
  // Here and nowhere later: names of switches and racks come from lists that no playbook has seen.
  return scrub({
    ...head,
    total: rows.length,
    partial: broken !== undefined,
    shown: shown.length,
    states: statesOf(shown),
    groups,
    nodes: inOrder(shown, groups),
    open: openQuestions(shown),
    unread: unreadOf(lists, broken),
    notes,
  });
}

function wordsOf(rows: readonly FleetRow[]): Iterable<string> {
  const words = new Set<string>();
  for (const { name, provision_state, properties, cause } of rows) {
    words.add(provision_state);
    if (name) words.add(name);
    if (cause) words.add(cause);
    for (const kind of PROPERTY_KINDS) for (const value of valuesOf(properties, kind)) words.add(value);
  }
  return words;
}

function statesOf(rows: readonly FleetRow[]): readonly StateCount[] {
  const states = [...Map.groupBy(rows, ({ provision_state }) => provision_state)];
  return states
    .map(([state, members]): StateCount => {
      const told = members.flatMap(({ found }) => found?.trouble ?? []);
      const held = told.filter(isHeld).length;
      return { state, nodes: members.length, troubled: told.length - held, held };
    })
    .toSorted((a, b) => b.nodes - a.nodes || a.state.localeCompare(b.state));
}

/** In the order of the groups, the longest trouble first; who does not say since when stands last. */
function inOrder(rows: readonly FleetRow[], groups: readonly FleetGroup[]): readonly TroubledNode[] {
  const byUuid = new Map(rows.map((row) => [row.uuid, row.found?.trouble]));
  return groups.flatMap(({ nodes }) =>
    nodes
      .flatMap((uuid) => byUuid.get(uuid) ?? [])
      .toSorted((a, b) => (a.since ?? '9').localeCompare(b.since ?? '9')),
  );
}

function openQuestions(rows: readonly FleetRow[]): readonly OpenQuestion[] {
  const asked = rows.flatMap(({ uuid, found }) => (found?.open ?? []).map((check) => ({ uuid, check })));
  return [...Map.groupBy(asked, ({ check }) => check.check)].map(([check, all]): OpenQuestion => {
    const [first] = all;
    return {
      check,
      asks: first?.check.asks ?? '',
      ...(first?.check.fact ? { fact: first.check.fact } : {}),
      reason: first?.check.reason ?? '',
      nodes: all.map(({ uuid }) => uuid),
    };
  });
}

function unreadOf(lists: FleetLists, broken: FactUnread | undefined): readonly Unread[] {
  const { conductors, drivers, compute_services, ports, hypervisors } = lists;
  const failed = [conductors, drivers, compute_services, ports, hypervisors].flatMap((list): Unread[] =>
    // What a cloud does not have is missed by nobody.
    list?.kind === 'unread' && list.why.kind !== 'not-deployed'
      ? [{ what: list.why.fact, reason: list.why.reason, kind: 'failed' }]
      : [],
  );
  return [
    ...(broken ? [{ what: 'nodes', reason: broken.reason, kind: 'failed' } as const] : []),
    ...failed,
    ...LEFT_OUT.map((what): Unread => ({ what, reason: LEFT_OUT_WORDS, kind: 'left-out' })),
  ];
}
