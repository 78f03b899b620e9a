import type { AlertAbout } from './alert-vocabulary.ts';
import type { MessageAt } from './approval.ts';
import type { Cause } from './cause.ts';
import type { Confidence } from './confidence.ts';
import type { FleetSubject } from './fleet-entry.ts';
import type { Ambiguity } from './fleet-index.ts';
import type { FleetGroup } from './fleet-report.ts';
import type { DiagnosisAnswer } from './outcome.ts';
import type { ReadEvent } from './read-alert.ts';
import type { AlertReading, AlertStatus } from './trigger.ts';

/** One alert of a message, as its story keeps it. */
export interface StoryAlert {
  /** {@link AlertItem.key}: the same firing and resolved, in this message or a later one. */
  readonly key: string;
  /** As the tool calls it. */
  readonly name: string | null;
  /** In the tool's own words, lower case. */
  readonly severity: string | null;
  readonly status: AlertStatus;
  /** ISO 8601; by the tool, else when it was first said. */
  readonly started: string;
  readonly ended: string | null;
  /** Certain ones; empty where the symptom alone tells what is meant. */
  readonly subjects: readonly FleetSubject[];
  readonly symptom: { readonly id: string; readonly about: AlertAbout; readonly words: string } | null;
  /** What could mean several things of ours, at most 20 each. */
  readonly asked: readonly Ambiguity[];
}

/** What was found out about one subject of a story. */
export interface StoryFinding {
  readonly subject: FleetSubject;
  readonly cause: Cause;
  readonly confidence: Confidence;
  /** One sentence that could be forwarded as it is. */
  readonly summary: string;
  /** Of a node, as it was read; null where the subject has none. */
  readonly provision_state: string | null;
  /** ISO 8601, when it was read. */
  readonly at: string;
}

/** What made it better, as far as anybody can tell. */
export interface StoryEnd {
  /** ISO 8601; by the tool where it says so. */
  readonly at: string;
  /** Whole seconds from the first alert. */
  readonly lasted: number;
  /** `clean failed` -> `available`, of nodes whose state is another than when it began. */
  readonly moved: readonly { readonly subject: FleetSubject; readonly from: string; readonly to: string }[];
  /** Remedies of ours that ran on its nodes meanwhile. */
  readonly deeds: readonly {
    readonly node: string;
    readonly label: string;
    readonly requester: string;
    readonly approvers: readonly string[];
    readonly outcome: string;
  }[];
}

/**
 * `reading`: nothing is known yet. `answered`: verdicts are there. `unread`: could not be diagnosed, and is tried again.
 * `silenced`: somebody wants to hear nothing of it now. `resolved`: all alerts are over. `gone`: the alert's message was
 * deleted, or nothing was heard of it for days.
 */
export type StoryState = 'reading' | 'answered' | 'unread' | 'silenced' | 'resolved' | 'gone';

/** What one alert message tells that no older open story tells: one annotation, in its thread. */
export interface Story {
  /** Nobody can guess one. */
  readonly id: string;
  /** Goes up with every change; what is drawn is the newest. */
  readonly version: number;
  readonly channel: string;
  /** `ts` of the alert's own message; null for one that came to our own listener: then the annotation stands by itself. */
  readonly alert: string | null;
  /** The trigger's id. */
  readonly source: string;
  readonly state: StoryState;
  readonly opened_at: string;
  readonly closed_at: string | null;
  /** Those of ours, at least one. */
  readonly alerts: readonly StoryAlert[];
  /** Alerts of the same message that older stories tell of, and where these are. */
  readonly elsewhere: { readonly count: number; readonly first: MessageAt | null } | null;
  /** By subject; a group of nodes has one each. */
  readonly findings: readonly StoryFinding[];
  /** The same nodes put together by cause and by what they share; empty for a single subject. */
  readonly groups: readonly FleetGroup[];
  /** The whole answer of `why`, buttons included, where one node or instance is all there is to tell of. */
  readonly answer: DiagnosisAnswer | null;
  /** Why nothing could be found out, in words; of what was read as well, where nothing of it tells what the alert means. */
  readonly problem: string | null;
  /** Until when it is silenced, ISO 8601. */
  readonly silenced_until: string | null;
  readonly end: StoryEnd | null;
  /** The storm it belongs to, with what that tells of its nodes. */
  readonly storm: StoryInStorm | null;
  /** The annotation, once Slack has it. */
  readonly message: MessageAt | null;
}

export interface StoryInStorm {
  readonly id: string;
  /** "conductor c2 is not alive"; null while it is not known. */
  readonly words: string | null;
  /** Nodes of that group in the whole storm. */
  readonly nodes: number;
  /** The storm's own message, once Slack has it. */
  readonly message: MessageAt | null;
}

/** One line of a storm: nodes with one cause and what they share. */
export interface StormGroup {
  readonly cause: Cause;
  readonly confidence: Confidence;
  /** Goes on after "31 nodes: ". */
  readonly words: string;
  readonly nodes: readonly FleetSubject[];
}

/** Many alerts at once in one channel, as one message that is kept current. */
export interface Storm {
  readonly id: string;
  readonly version: number;
  readonly channel: string;
  readonly opened_at: string;
  /** When the last of its alerts was over; null while it goes on. */
  readonly closed_at: string | null;
  /** Alerts in all and those still firing. */
  readonly alerts: { readonly all: number; readonly firing: number };
  /** Different subjects of ours in all and those about which an alert still fires. */
  readonly subjects: { readonly all: number; readonly firing: number };
  /** The worst news first; of what still fires. */
  readonly groups: readonly StormGroup[];
  /** Subjects whose alerts fire and that look well, or are gone from the cloud. */
  readonly well: readonly FleetSubject[];
  /** Not read yet. */
  readonly waiting: number;
  readonly silenced: number;
  /** Names of what was read only in part, in words. */
  readonly notes: readonly string[];
  /** ISO 8601, when the groups were read; null before the first time. */
  readonly read_at: string | null;
  readonly message: MessageAt | null;
}

/** The reaction on an alert itself. */
export type Glance = 'reading' | 'answered' | 'resolved';

/** Where stories are drawn. Failures are thrown: whoever asked tries again, later and with what is newest then. */
export interface AlertBoard {
  /** Posts the annotation or redraws it, and tells where it is. A crash in between makes no second one. */
  story(story: Story): Promise<MessageAt>;
  /** The same for a storm's message, in the channel itself. */
  storm(storm: Storm): Promise<MessageAt>;
  /** Sets that reaction on the alert and takes our others away; never throws, since nobody misses it. */
  glance(alert: MessageAt, glance: Glance): Promise<void>;
}

/** Whom or what nobody wants to hear of for a while. */
export type SilenceOf =
  | { readonly kind: 'node'; readonly cloud: string; readonly uuid: string; readonly name: string }
  | { readonly kind: 'cause'; readonly cause: Cause };

export interface Silence {
  readonly id: string;
  readonly of: SilenceOf;
  /** A user's id. */
  readonly by: string;
  readonly reason: string | null;
  readonly at: string;
  /** ISO 8601. */
  readonly until: string;
}

/** What goes on among alerts, in short. */
export interface AlertGlance {
  /** Stories that are not over, by state. */
  readonly open: Readonly<Partial<Record<StoryState, number>>>;
  /** Storms that go on, the oldest first: one of a channel. */
  readonly storms: readonly Storm[];
  /** Some of the stories that belong to no storm, the newest first. */
  readonly newest: readonly Story[];
}

/** The watching half, as commands know it. */
export interface Alerts {
  /** Ids of the channels in which alerts are answered. */
  readonly channels: readonly string[];
  silence(of: SilenceOf, until: Date, by: string, reason: string | null): Promise<Silence>;
  /** Ends those of the same node or cause; how many there were. */
  unsilence(of: SilenceOf, by: string): Promise<number>;
  /** Those that hold, the one that ends first first. */
  silences(): Promise<readonly Silence[]>;
  /** Stories that are not over, the oldest first. */
  open(): Promise<readonly Story[]>;
  /** With at most so many of the newest stories, however many there are. */
  glance(most: number): Promise<AlertGlance>;
}

/** The watching half, as what hears of alerts knows it. Everything is durable once it resolves. */
export interface AlertIntake {
  /** What happened to a message of a watched channel. The same thing told twice is told once. */
  take(event: ReadEvent): Promise<void>;
  /** Alerts that a tool sent to our own listener; `group` is the same for the same group of alerts. */
  deliver(reading: AlertReading, group: string): Promise<void>;
  /**
   * `ts` of the newest message of a channel that was taken; undefined where there was none. From then until `reached` what
   * is taken does not move it: whoever dies while looking through what was missed begins there once more.
   */
  newest(channel: string): Promise<string | undefined>;
  /** Everything up to that message has been looked at. */
  reached(channel: string, ts: string): Promise<void>;
}
