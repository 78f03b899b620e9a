import type { Storm, StormGroup, Story, StoryInStorm } from '../core/alert-story.ts';
import type { FleetSubject } from '../core/fleet-entry.ts';
import { fires, firingSubjects, isOver, type KeptStory, subjectKey, subjectsOf } from './kept.ts';
import { after } from './slack-time.ts';

export interface StormRules {
  /** So many different subjects ... */
  readonly from: number;
  /** ... within so many minutes. */
  readonly window: number;
}

/**
 * The stories that make a storm, or that join the one that goes on; empty where there is none. Alerts of a single message
 * are told by its own story, however many they are.
 */
export function gathering(
  stories: readonly KeptStory[],
  storm: Storm | undefined,
  { from, window }: StormRules,
  now: string,
): readonly KeptStory[] {
  const since = after(storm?.opened_at ?? now, -window * 60_000);
  const fresh = stories.filter(({ story }) => {
    // What was kept back for the night, or by a Slack that did not answer, is new to whoever reads it in the morning.
    return story.storm === null && (story.opened_at >= since || story.message === null);
  });
  if (storm) return fresh;
  const loud = fresh.filter(({ story }) => story.state !== 'silenced');
  const subjects = subjectsOf(loud.flatMap(({ story }) => story.alerts.filter(fires)));
  return loud.length > 1 && subjects.length >= from ? fresh : [];
}

export function newStorm(id: string, channel: string, now: string): Storm {
  return {
    ...{ id, version: 0, channel, opened_at: now, closed_at: null },
    ...{ alerts: { all: 0, firing: 0 }, subjects: { all: 0, firing: 0 }, groups: [], well: [] },
    ...{ waiting: 0, silenced: 0, notes: [], read_at: null, message: null },
  };
}

/** The storm as its stories are now, over when all of them are. What was found about what still fires stays. */
export function kept(storm: Storm, members: readonly KeptStory[], nodeOf: NodeOf, now: string): Storm {
  const all = members.map(({ story }) => story);
  const open = all.filter((story) => !isOver(story));
  const firing = subjectsOf(open.flatMap(({ alerts }) => alerts.filter(fires)));
  const loud = subjectsOf(open.filter(isLoud).flatMap(({ alerts }) => alerts.filter(fires)));
  const keys = new Set(loud.map(subjectKey));
  const still = (subjects: readonly FleetSubject[]) => subjects.filter((one) => keys.has(subjectKey(one)));
  const groups = storm.groups
    .map((group): StormGroup => ({ ...group, nodes: still(group.nodes) }))
    .filter(({ nodes }) => nodes.length > 0);
  const well = still(storm.well);
  const told = new Set([...groups.flatMap(({ nodes }) => nodes), ...well].map((one) => place(one, nodeOf)));
  return {
    ...storm,
    closed_at: storm.closed_at ?? (open.length === 0 ? now : null),
    alerts: {
      all: all.reduce((sum, { alerts }) => sum + alerts.length, 0),
      firing: open.reduce((sum, { alerts }) => sum + alerts.filter(fires).length, 0),
    },
    subjects: { all: subjectsOf(all.flatMap(({ alerts }) => alerts)).length, firing: firing.length },
    groups,
    well,
    waiting: loud.filter((one) => !told.has(place(one, nodeOf))).length,
    silenced: firing.length - loud.length,
  };
}

/** UUID of the node that is meant, or that an instance is on. */
export type NodeOf = (subject: FleetSubject) => string | undefined;

const isLoud = ({ state }: Story) => state !== 'silenced';

/** An instance and the node that it is on are in one place. */
function place(subject: FleetSubject, nodeOf: NodeOf): string {
  const node = nodeOf(subject);
  return node === undefined ? subjectKey(subject) : `node ${subject.cloud} ${node}`;
}

/** What the storm tells of a story's own nodes: of the largest group with one of them. */
export function inStorm(story: Story, storm: Storm, nodeOf: NodeOf): StoryInStorm {
  const { id } = storm;
  const own = new Set(firingSubjects(story).map((one) => place(one, nodeOf)));
  const group = storm.groups.find(({ nodes }) => nodes.some((one) => own.has(place(one, nodeOf))));
  const nodes = group?.nodes.length ?? 0;
  const words = group?.words ?? null;
  const before = story.storm;
  // How many exactly stands in the storm's own message; for one more or less nothing is drawn anew.
  const near = before && before.words === words && nodes < 2 * before.nodes && 2 * nodes > before.nodes;
  // Where the storm is told of is filled in when the story is drawn.
  return { id, words, nodes: near ? before.nodes : nodes, message: null };
}

/** The same storm with its next version; the same one where nothing that is drawn has changed. */
export function revisedStorm(before: Storm, after: Storm): Storm {
  const seen = ({ version: _, message: __, read_at: ___, ...rest }: Storm) => JSON.stringify(rest);
  return seen(before) === seen(after) ? before : { ...after, version: before.version + 1 };
}
