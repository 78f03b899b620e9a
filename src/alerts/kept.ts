import type { Story, StoryAlert } from '../core/alert-story.ts';
import type { FleetSubject } from '../core/fleet-entry.ts';

/** What is known of a story's subjects, whoever wants to hear of it. */
export type Read = 'reading' | 'answered' | 'unread';

/** A story with what only this room knows of it. */
export interface KeptStory {
  /** `message` and the storm's are filled in for whoever draws it. */
  readonly story: Story;
  /** The group of alerts that a tool sends to us, where there is no message. */
  readonly delivery: string | null;
  /** ISO 8601, when any of its alerts was heard of last. */
  readonly heard_at: string;
  readonly read: Read;
  readonly look: Look;
  readonly seen: Seen;
}

/** What looks have seen. */
export interface Seen {
  /** By {@link subjectKey} the provision state of the first look. */
  readonly first: Readonly<Record<string, string>>;
  /** Goes up whenever there is something new to look for; times of several clocks would not tell what came first. */
  readonly round: number;
  /** By cloud the round of the newest look at it. */
  readonly looked: Readonly<Record<string, number>>;
}

/** When a story's subjects are looked at. */
export interface Look {
  /** ISO 8601; null for never again. */
  readonly at: string | null;
  /** Minutes from this look to the next. */
  readonly wait: number;
  /** Looks that failed since the last that did not. */
  readonly tries: number;
}

export const subjectKey = ({ kind, cloud, id }: FleetSubject): string => `${kind} ${cloud} ${id}`;

/** It fires, also where somebody has acknowledged it. */
export const fires = ({ status }: Pick<StoryAlert, 'status'>): boolean => status !== 'resolved';

/** Subjects of alerts, each once. */
export function subjectsOf(alerts: readonly StoryAlert[]): readonly FleetSubject[] {
  const found = alerts.flatMap(({ subjects }) => subjects);
  return [...new Map(found.map((one) => [subjectKey(one), one])).values()];
}

/** Those about which an alert still fires. */
export const firingSubjects = (story: Pick<Story, 'alerts'>): readonly FleetSubject[] =>
  subjectsOf(story.alerts.filter(fires));

export const isOver = ({ closed_at }: Pick<Story, 'closed_at'>): boolean => closed_at !== null;

/** It has to be looked at from that moment on, whatever looks that go on now will find; `wait` as in {@link Look}. */
export function lookAgain(kept: KeptStory, at: string, wait: number): KeptStory {
  const { seen } = kept;
  return { ...kept, look: { at, wait, tries: 0 }, seen: { ...seen, round: seen.round + 1 } };
}

/** The changed one with its next version; the same one where nothing that is drawn has changed. */
export function revised(before: Story, after: Story): Story {
  const seen = ({ version: _, message: __, ...rest }: Story) => JSON.stringify(rest);
  return seen(before) === seen(after) ? before : { ...after, version: before.version + 1 };
}
