/**
 * The tables, as SQLite and PostgreSQL both have them. Times are ISO 8601 in UTC with milliseconds, so that text order is
 * time order; `record` and `entry` are JSON as text, what is asked for by SQL has a column of its own.
 */
export interface Tables {
  offers: OffersTable;
  approvals: ApprovalsTable;
  journal: JournalTable;
  journal_head: JournalHeadTable;
  freezes: FreezesTable;
  copies: CopiesTable;
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
