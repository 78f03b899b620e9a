import type { ApiCall, CallResult } from './api-call.ts';
import type { Cause } from './cause.ts';
import type { Confidence } from './confidence.ts';
import { isAmong, type People, type Person, strangeness } from './person.ts';
import type { Risk } from './remediation.ts';
import type { ActId, Params, Seen, TargetNode } from './remediation-unit.ts';

/**
 * The life of one remediation:
 *
 *   waiting -> approved -> checking -> running -> verifying -> succeeded | failed | unconfirmed
 *   waiting -> declined | withdrawn | expired        approved -> withdrawn | expired
 *   checking -> not-run | approved (the cloud could not be looked at)
 *   running -> not-run (every call was refused)
 *
 * `checking`: somebody has taken it up and looks at the target afresh; nothing has been touched. `running`: "started" is
 * in the journal, so the calls may have been made; from here nobody ever makes them again. `verifying`: only the cloud is
 * looked at.
 */
export const APPROVAL_STATES = [
  'waiting',
  'approved',
  'checking',
  'running',
  'verifying',
  'succeeded',
  'failed',
  'unconfirmed',
  'declined',
  'withdrawn',
  'expired',
  'not-run',
] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** Nothing comes after these. */
export const FINAL_STATES = [
  'succeeded',
  'failed',
  'unconfirmed',
  'declined',
  'withdrawn',
  'expired',
  'not-run',
] as const satisfies readonly ApprovalState[];

/** In these a process holds the target, and no other remediation of it may begin. */
export const HOLDING_STATES = [
  'checking',
  'running',
  'verifying',
] as const satisfies readonly ApprovalState[];

export const isFinal = (state: ApprovalState): boolean =>
  (FINAL_STATES as readonly ApprovalState[]).includes(state);
export const isHolding = (state: ApprovalState): boolean =>
  (HOLDING_STATES as readonly ApprovalState[]).includes(state);

/** Why it was proposed. */
export interface Ground {
  readonly playbook: string;
  readonly code: string;
  readonly cause: Cause;
  readonly confidence: Confidence;
  readonly summary: string;
  /** The diagnosis' reference, for the log. */
  readonly reference: string;
}

/** A Slack message of ours. */
export interface MessageAt {
  readonly channel: string;
  readonly ts: string;
}

export interface Vote {
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** One remediation from the request to its outcome; the store has the truth, Slack messages are drawn from it. */
export interface Approval {
  /** Random, 128 bits in base64url; what a button carries. */
  readonly id: string;
  /** Counts up with each change; whoever writes names the one they read. */
  readonly version: number;
  readonly state: ApprovalState;
  readonly cloud: string;
  readonly remediation: ActId;
  readonly params: Params;
  /** `Remediation.target`, prefixed with the cloud: `prod node 6a2…`. */
  readonly target: string;
  /** What a person calls the target. */
  readonly name: string;
  readonly node: TargetNode | null;
  /** As the policy raised it. */
  readonly risk: Risk;
  /** How many others have to agree; 0 where a confirmation is enough. */
  readonly needs: number;
  /** Who may agree, as the policy said when it was asked for. The policy of the moment must agree, too. */
  readonly approvers: People;
  /** Null where no diagnosis proposed it. */
  readonly ground: Ground | null;
  /** Slack user id. */
  readonly requester: string;
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly requested_at: string;
  readonly expires_at: string;
  readonly votes: readonly Vote[];
  /** Of the offer until it is checked, then of the moment before the calls. */
  readonly seen: Seen;
  readonly watched: readonly string[];
  readonly calls: readonly ApiCall[];
  readonly becomes: string;
  readonly undo: string;
  readonly beware: readonly string[];
  /** What each call brought; shorter than `calls` where one was refused or the process died. */
  readonly results: readonly CallResult[];
  readonly started_at: string | null;
  /** ISO 8601, when "unconfirmed" becomes true. */
  readonly verify_until: string | null;
  /** The last look while verifying: "`cleaning` for 3 min". */
  readonly progress: string | null;
  /** Who ended it (declined, withdrawn), or null. */
  readonly ended_by: string | null;
  readonly ended_at: string | null;
  /** Why it ended so, in words; empty until then. */
  readonly outcome: string;
  /** What was seen at the end. */
  readonly after: Seen | null;
  /** Stable, where it was refused: `moved`, `illegal-state`, `node-locked`, `frozen`, ... */
  readonly code: string | null;
  /** Slack's id of the channel where it was asked for. */
  readonly channel: string;
  /** Where it is drawn; null until Slack has it. */
  readonly message: MessageAt | null;
  /** The thread below which it was asked for, if any. */
  readonly thread: MessageAt | null;
}

/** What may happen to it. Times are ISO 8601 and come with the event, never from a clock of this file. */
export type ApprovalEvent =
  /** `needs`: how many the policy of this moment asks for; it can only raise. */
  | { readonly kind: 'approve'; readonly by: Person; readonly allowed: People; readonly needs?: number }
  | { readonly kind: 'decline'; readonly by: Person; readonly allowed: People; readonly reason: string }
  | { readonly kind: 'withdraw'; readonly by: Person }
  | { readonly kind: 'expire' }
  /** A process takes it up. Also again after one died while checking. */
  | { readonly kind: 'claim' }
  /** It could not be looked at, and nothing was touched: later again, as long as it has not expired. */
  | { readonly kind: 'put-back'; readonly words: string }
  /** Everything is as it was: recorded, then the calls are made. */
  | {
      readonly kind: 'start';
      readonly seen: Seen;
      readonly calls: readonly ApiCall[];
      readonly verify_until: string;
    }
  /** It may not run now. From `checking`, or from `running` where the service refused and did nothing. */
  | {
      readonly kind: 'refuse';
      readonly code: string;
      readonly words: string;
      readonly after: Seen | null;
      readonly results?: readonly CallResult[];
    }
  /** The calls have been made, or a process died while making them. Patience counts from here. */
  | { readonly kind: 'sent'; readonly results: readonly CallResult[]; readonly verify_until: string }
  | { readonly kind: 'progress'; readonly words: string }
  | {
      readonly kind: 'finish';
      readonly outcome: 'succeeded' | 'failed' | 'unconfirmed';
      readonly words: string;
      readonly after: Seen | null;
    };

export type RefusalCode =
  | 'already-decided'
  | 'expired'
  | 'own-request'
  | 'not-an-approver'
  | 'approved-twice'
  | 'not-the-requester'
  | 'guest'
  | 'bot'
  | 'stranger'
  | 'unknown-person'
  | 'not-yet'
  | 'wrong-state';

export type Decision =
  | { readonly kind: 'next'; readonly approval: Approval }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

const refused = (code: RefusalCode): Decision => ({ kind: 'refused', code });

/**
 * What an event makes of an approval. Pure and total: for every state and event there is a next state or a refusal, and
 * nothing here asks a clock, a store or Slack. `now` is ISO 8601 in UTC with milliseconds, as all times of an approval.
 */
export function decide(approval: Approval, event: ApprovalEvent, now: string): Decision {
  const next = (change: Partial<Approval>): Decision => ({
    kind: 'next',
    approval: { ...approval, ...change, version: approval.version + 1 },
  });
  const end = (state: ApprovalState, change: Partial<Approval> = {}): Decision =>
    next({ state, ended_at: now, ...change });
  const { state } = approval;

  switch (event.kind) {
    case 'approve': {
      const no = mayVote(approval, event.by, event.allowed, now);
      if (no) return refused(no);
      if (approval.votes.some(({ by }) => by === event.by.id)) return refused('approved-twice');
      const votes = [...approval.votes, { by: event.by.id, at: now }];
      const needs = Math.max(approval.needs, event.needs ?? 0);
      return next({ votes, needs, state: votes.length >= needs ? 'approved' : 'waiting' });
    }
    case 'decline': {
      const no = mayVote(approval, event.by, event.allowed, now);
      if (no) return refused(no);
      return end('declined', { ended_by: event.by.id, outcome: event.reason });
    }
    case 'withdraw': {
      const odd = strangeness(event.by);
      if (odd) return refused(odd);
      if (event.by.id !== approval.requester) return refused('not-the-requester');
      if (state !== 'waiting' && state !== 'approved') return refused('already-decided');
      return end('withdrawn', { ended_by: event.by.id });
    }
    case 'expire':
      if (state !== 'waiting' && state !== 'approved') return refused('already-decided');
      return now >= approval.expires_at ? end('expired') : refused('not-yet');
    case 'claim':
      if (state !== 'approved' && state !== 'checking') return refused('wrong-state');
      // Somebody agreed to what was so then; hours later it is another question.
      if (state === 'approved' && now >= approval.expires_at) return refused('expired');
      return next({ state: 'checking' });
    case 'put-back':
      return state === 'checking'
        ? next({ state: 'approved', progress: event.words })
        : refused('wrong-state');
    case 'start':
      if (state !== 'checking') return refused('wrong-state');
      if (now >= approval.expires_at) return refused('expired');
      return next({
        state: 'running',
        started_at: now,
        seen: event.seen,
        calls: event.calls,
        verify_until: event.verify_until,
        progress: null,
      });
    case 'refuse':
      if (state !== 'checking' && !(state === 'running' && wasRefused(event.results))) {
        return refused('wrong-state');
      }
      return end('not-run', {
        code: event.code,
        outcome: event.words,
        after: event.after,
        results: event.results ?? [],
      });
    case 'sent':
      return state === 'running'
        ? next({
            state: 'verifying',
            results: event.results,
            verify_until: event.verify_until,
            progress: null,
          })
        : refused('wrong-state');
    case 'progress':
      return state === 'running' || state === 'verifying'
        ? next({ progress: event.words })
        : refused('wrong-state');
    case 'finish':
      if (state !== 'verifying') return refused('wrong-state');
      return end(event.outcome, { outcome: event.words, after: event.after });
  }
}

function mayVote(approval: Approval, by: Person, allowed: People, now: string): RefusalCode | undefined {
  const odd = strangeness(by);
  if (odd) return odd;
  if (approval.state !== 'waiting') return approval.state === 'expired' ? 'expired' : 'already-decided';
  if (now >= approval.expires_at) return 'expired';
  if (by.id === approval.requester) return 'own-request';
  return isAmong(by, approval.approvers) && isAmong(by, allowed) ? undefined : 'not-an-approver';
}

/** The service said no to each call that was made, so nothing has been touched. */
function wasRefused(results: readonly CallResult[] = []): boolean {
  return results.length > 0 && results.every(({ outcome }) => outcome === 'refused');
}
