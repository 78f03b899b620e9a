import type { FleetTables } from './fleet-tables.ts';

/**
 * The tables, as SQLite and PostgreSQL both have them. Times are ISO 8601 in UTC with milliseconds, so that text order is
 * time order; `record` and `entry` are JSON as text, what is asked for by SQL has a column of its own.
 */
export interface Tables extends FleetTables {
  offers: OffersTable;
  approvals: ApprovalsTable;
  journal: JournalTable;
  journal_head: JournalHeadTable;
  freezes: FreezesTable;
  copies: CopiesTable;
  alert_channels: AlertChannelsTable;
  alert_messages: AlertMessagesTable;
  alert_keys: AlertKeysTable;
  alert_leases: AlertLeasesTable;
  stories: StoriesTable;
  storms: StormsTable;
  silences: SilencesTable;
  events: EventsTable;
  questions: QuestionsTable;
}

/** What buttons mean. A button carries the id. */
export interface OffersTable {
  id: string;
  until: string;
  /** The approval that came of it; an offer is taken once. */
  taken_by: string | null;
  record: string;
}

export interface ApprovalsTable {
  id: string;
  /** Compare-and-swap: whoever writes names the version they read. */
  version: number;
  state: string;
  /** At most one row of a target is in a holding state; a partial unique index sees to it. */
  target: string;
  cloud: string;
  remediation: string;
  node: string | null;
  requester: string;
  requested_at: string;
  expires_at: string;
  /** When "started" was written; for the blast radius and the cool-down. */
  started_at: string | null;
  ended_at: string | null;
  /** Which process is at it, and until when it is believed to be. */
  lease_owner: string | null;
  lease_until: string | null;
  /** `version` that Slack last showed; lower means that the message has to be redrawn. */
  drawn_version: number;
  /** Until then somebody is believed to be drawing it, or nobody tries again; null when nobody is at it. */
  draw_until: string | null;
  /** Channel and ts as JSON once Slack has it. Beside the record, since drawing it changes nothing about it. */
  message: string | null;
  record: string;
}

/** Append-only. `entry` is canonical JSON and what the hash is over. */
export interface JournalTable {
  seq: number;
  at: string;
  kind: string;
  actor: string | null;
  requester: string | null;
  approval: string | null;
  node: string | null;
  name: string | null;
  entry: string;
  previous: string;
  hash: string;
}

/** One row (id 1), updated first in every append: it puts writers of all replicas in a row. */
export interface JournalHeadTable {
  id: number;
  seq: number;
  hash: string;
}

/** One row (id 1) while acting is frozen. */
export interface FreezesTable {
  id: number;
  by: string;
  at: string;
  reason: string;
}

/** How far the journal has been copied into a channel. */
export interface CopiesTable {
  channel: string;
  seq: number;
  /** Head that was posted last. */
  head_seq: number;
  head_at: string;
  lease_owner: string | null;
  lease_until: string | null;
}

/** One row for each channel in which anything was heard; updated first by whoever writes about it, which puts them in a row. */
export interface AlertChannelsTable {
  channel: string;
  /** Slack's `ts` up to which everything has been looked at; null where nothing was. */
  reached: string | null;
}

/** What was read of a message, so that an event which comes twice or late changes nothing. */
export interface AlertMessagesTable {
  channel: string;
  /** Slack's, of the message itself. */
  ts: string;
  /** The newest revision that was read, as a `ts`. */
  revised: string;
  /** 1 once the message is gone. */
  deleted: number;
  /** Keys of the alerts of ours that it tells of, as a JSON list. */
  keys: string;
  heard_at: string;
}

/** What is known last of an alert in a channel. */
export interface AlertKeysTable {
  channel: string;
  key: string;
  /** The open story that tells of it; null while it does not fire. */
  story: string | null;
  /** When that was said, as a `ts`: what was said before and comes later does not count. */
  told: string;
  /** When it ended, by the tool where that says so; null where nobody has said that it is over. */
  ended_at: string | null;
  heard_at: string;
}

/** Which process is at something, and until when it is believed to be; without an owner nobody shall be before then. */
export interface AlertLeasesTable {
  /** `draw C0123ABCD`, `fleet prod`. */
  what: string;
  owner: string | null;
  until: string;
}

export interface StoriesTable {
  id: string;
  /** Compare-and-swap: whoever writes names the version they read. */
  version: number;
  channel: string;
  /** `ts` of the alert's message; a message has one story. */
  alert: string | null;
  /** The group of alerts that a tool sends to us, where there is no message; it has one open story. */
  delivery: string | null;
  state: string;
  opened_at: string;
  closed_at: string | null;
  /** When any of its alerts was heard of last. */
  heard_at: string;
  silenced_until: string | null;
  storm: string | null;
  /** `reading`, `answered` or `unread`, whoever wants to hear of it. */
  read: string;
  /** When it is to be looked at; null for never again. */
  look_at: string | null;
  /** Minutes that it waits after that. */
  look_wait: number;
  /** Looks that failed since the last that did not. */
  look_tries: number;
  look_owner: string | null;
  look_until: string | null;
  /** `version` that Slack last showed, or that needed not be shown. */
  drawn_version: number;
  /** 1 once somebody has begun to draw it: Slack may have it though `message` is null. */
  drawn_once: number;
  /** Not before then. */
  draw_at: string | null;
  draw_tries: number;
  /** The reaction that the alert has. */
  glance: string | null;
  message: string | null;
  /** What looks have seen, as JSON. */
  seen: string;
  record: string;
}

export interface StormsTable {
  id: string;
  version: number;
  /** At most one open storm; a partial unique index sees to it. */
  channel: string;
  opened_at: string;
  closed_at: string | null;
  drawn_version: number;
  drawn_once: number;
  draw_at: string | null;
  draw_tries: number;
  message: string | null;
  record: string;
}

export interface SilencesTable {
  id: string;
  /** What is silenced, in one text: `node prod 1be26…`, `cause bmc-credentials`. */
  target: string;
  until: string;
  record: string;
}

/** Slack's events that some replica took on. */
export interface EventsTable {
  id: string;
  at: string;
}

/** What people have asked; it is known for a while after it was answered. */
export interface QuestionsTable {
  id: string;
  /**
   * What Slack sent, as JSON, null once it is answered: there is a response URL in it, by which anybody could answer for half
   * an hour.
   */
  body: string | null;
  /** Which process is at it, and until when it is believed to be. */
  owner: string;
  leased_until: string;
  /** How often somebody has begun to answer. */
  tries: number;
  at: string;
}
