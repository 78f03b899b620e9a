import type { Storm, StormGroup } from '../core/alert-story.ts';
import { VERDICT_CAUSES } from '../core/cause.ts';
import type { FleetSubject } from '../core/fleet-entry.ts';
import type { FleetReport } from '../core/fleet-report.ts';
import type { PassFindings } from './findings.ts';
import { subjectKey } from './kept.ts';
import type { NodeOf } from './storm.ts';

/** What a pass over the fleet of one cloud says about a storm. */
export interface StormLook extends Pick<Storm, 'groups' | 'well' | 'notes'> {
  readonly cloud: string;
  /** ISO 8601. */
  readonly at: string;
  /** Subjects that were looked for; of others it says nothing. */
  readonly about: readonly FleetSubject[];
}

/** The storm's subjects in that cloud, put together by cause and by what their nodes share. */
export function stormLook(
  cloud: string,
  firing: readonly FleetSubject[],
  pass: PassFindings,
  nodeOf: NodeOf,
  clouds: readonly string[],
): StormLook {
  const here = firing.filter((one) => one.cloud === cloud);
  // A node stands for the instance on it.
  const byNode = new Map<string, FleetSubject>();
  for (const subject of here.toSorted(
    (a, b) => Number(b.kind === 'instance') - Number(a.kind === 'instance'),
  )) {
    const uuid = nodeOf(subject);
    if (uuid !== undefined) byNode.set(uuid, subject);
  }
  const report = pass.among([...byNode.keys()]);
  const groups = report.groups.map(({ cause, confidence, words, nodes }): StormGroup => {
    return { cause, confidence, words, nodes: nodes.flatMap((uuid) => byNode.get(uuid) ?? []) };
  });
  const grouped = new Set(report.groups.flatMap(({ nodes }) => nodes));
  const rest = [...byNode].filter(([uuid]) => !grouped.has(uuid));
  const well = rest.flatMap(([uuid, subject]) => (isWell(uuid, subject, pass) ? [subject] : []));
  const others = here.filter((subject) => nodeOf(subject) === undefined);
  const unsure = rest.filter(([, subject]) => !well.includes(subject)).map(([, subject]) => subject);
  return {
    cloud,
    at: pass.whole.at,
    about: here,
    groups: [...groups, ...single([...unsure, ...others], pass, nodeOf)],
    well,
    notes: notesOf(report).map((words) => (clouds.length > 1 ? `${cloud}: ${words}` : words)),
  };
}

const isWell = (uuid: string, subject: FleetSubject, pass: PassFindings) =>
  pass.isGone(uuid) || pass.node(subject, uuid).cause === 'healthy';

/** What no group of nodes has in it: hosts, and nodes of which nobody can tell. */
function single(
  subjects: readonly FleetSubject[],
  pass: PassFindings,
  nodeOf: NodeOf,
): readonly StormGroup[] {
  const told = subjects.map((subject) => {
    const uuid = nodeOf(subject);
    if (uuid !== undefined) return pass.node(subject, uuid);
    return subject.kind === 'instance' ? pass.nowhere(subject) : pass.host(subject).finding;
  });
  const alike = Map.groupBy(told, ({ cause, summary }) => `${cause}\n${summary}`);
  return [...alike.values()].flatMap(([first, ...more]): readonly StormGroup[] => {
    if (!first) return [];
    const { cause, confidence, summary } = first;
    return [{ cause, confidence, words: summary, nodes: [first, ...more].map(({ subject }) => subject) }];
  });
}

function notesOf({ unread, notes, partial }: FleetReport): readonly string[] {
  return [
    ...unread.filter(({ kind }) => kind === 'failed').map(({ what, reason }) => `${what}: ${reason}`),
    ...(partial ? ['Ironic stopped answering before its list of nodes ended'] : []),
    ...notes,
  ];
}

/** The storm with what was found about one of its clouds; what it says nothing of stays as it is. */
export function withStormLook(storm: Storm, look: StormLook): Storm {
  const about = new Set(look.about.map(subjectKey));
  const elsewhere = (subjects: readonly FleetSubject[]) =>
    subjects.filter((one) => !about.has(subjectKey(one)));
  const stay = storm.groups
    .map((group) => ({ ...group, nodes: elsewhere(group.nodes) }))
    .filter(({ nodes }) => nodes.length > 0);
  const alone = stay.length === 0 && elsewhere(storm.well).length === 0;
  const notes = alone ? [] : storm.notes.filter((words) => !words.startsWith(`${look.cloud}: `));
  return {
    ...storm,
    groups: [...stay, ...look.groups].toSorted(worstFirst),
    well: unique([...elsewhere(storm.well), ...look.well]),
    notes: [...notes, ...look.notes],
    read_at: look.at,
  };
}

const isVerdict = ({ cause }: StormGroup) => (VERDICT_CAUSES as readonly string[]).includes(cause);

function worstFirst(a: StormGroup, b: StormGroup): number {
  return Number(isVerdict(a)) - Number(isVerdict(b)) || b.nodes.length - a.nodes.length;
}

const unique = (subjects: readonly FleetSubject[]) => [
  ...new Map(subjects.map((one) => [subjectKey(one), one])).values(),
];
