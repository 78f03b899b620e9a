import type { ApiCall, CallResult } from './api-call.ts';
import type { Ground, Vote } from './approval.ts';
import type { Seen } from './remediation-unit.ts';

/**
 * What the journal remembers. `requested` to `withdrawn` are people's deeds, `started` stands before anything is touched,
 * `sent` has what the services answered, `finished` the outcome that was seen. `refused`: somebody was not let, and why.
 */
export const ENTRY_KINDS = [
  'requested',
  'approved',
  'declined',
  'withdrawn',
  'expired',
  'not-run',
  'started',
  'sent',
  'taken-over',
  'finished',
  'refused',
  'frozen',
  'thawed',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What is handed to the journal; it adds `seq`, `previous` and `hash`. Secrets have been removed before. */
export interface AuditDraft {
  readonly kind: EntryKind;
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  /** Slack's user id of who did it; null for the bot itself. */
  readonly actor: string | null;
  /** Id of the approval, if there is one. */
  readonly approval: string | null;
  readonly cloud: string | null;
  readonly remediation: string | null;
  /** UUID and name of the node, if there is one. */
  readonly node: string | null;
  readonly name: string | null;
  /** What was or would have been acted on: `prod node 6a2…`. */
  readonly target: string | null;
  /** Stable word of a refusal or a `not-run`; the state for `finished`. */
  readonly code: string | null;
  /** One sentence for the auditor. */
  readonly words: string;
  readonly requester: string | null;
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly ground: Ground | null;
  readonly votes: readonly Vote[];
  readonly before: Seen | null;
  readonly calls: readonly ApiCall[];
  readonly results: readonly CallResult[];
  readonly after: Seen | null;
  /** Milliseconds from "started" to the end, for `finished`. */
  readonly took_ms: number | null;
}

export interface AuditEntry extends AuditDraft {
  /** 1, 2, 3, ... without a gap. */
  readonly seq: number;
  /** `hash` of the entry before; 64 zeros for the first. */
  readonly previous: string;
  /** SHA-256, hex, over `previous` and the canonical JSON of the entry without `hash`. */
  readonly hash: string;
}

/** What nothing is known of, so that a draft names only what it has. */
export const EMPTY_DRAFT: Omit<AuditDraft, 'kind' | 'at' | 'words'> = {
  actor: null,
  approval: null,
  cloud: null,
  remediation: null,
  node: null,
  name: null,
  target: null,
  code: null,
  requester: null,
  reason: null,
  ticket: null,
  ground: null,
  votes: [],
  before: null,
  calls: [],
  results: [],
  after: null,
  took_ms: null,
};

export interface AuditQuery {
  /** UUID or name. */
  readonly node?: string;
  /** Slack's user id, as actor or requester. */
  readonly user?: string;
  /** ISO 8601. */
  readonly since?: string;
  readonly approval?: string;
  /** The newest so many. */
  readonly limit?: number;
}
