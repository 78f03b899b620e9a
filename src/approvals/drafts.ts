import type { Offer } from '../core/acting.ts';
import type { Approval } from '../core/approval.ts';
import { type AuditDraft, EMPTY_DRAFT } from '../core/audit-entry.ts';

/** What an entry says about its subject, before it says what happened. */
export type Subject = Partial<Omit<AuditDraft, 'kind' | 'at' | 'words' | 'actor'>>;

export type Event = Pick<AuditDraft, 'kind' | 'at' | 'words'> & Partial<AuditDraft>;

/** All that is known of an approval at that moment. */
export function subjectOf(approval: Approval): Subject {
  return {
    approval: approval.id,
    cloud: approval.cloud,
    remediation: approval.remediation,
    node: approval.node?.uuid ?? null,
    name: approval.name,
    target: approval.target,
    requester: approval.requester,
    reason: approval.reason,
    ticket: approval.ticket,
    ground: approval.ground,
    votes: approval.votes,
    before: approval.seen,
    calls: approval.calls,
    results: approval.results,
    after: approval.after,
  };
}

export function subjectOfOffer(offer: Offer): Subject {
  return {
    cloud: offer.cloud,
    remediation: offer.remediation,
    node: offer.go.node?.uuid ?? null,
    name: offer.name,
    target: offer.target,
    ground: offer.ground,
    before: offer.go.seen,
    calls: offer.go.calls,
  };
}

export function draft(subject: Subject, event: Event): AuditDraft {
  return { ...EMPTY_DRAFT, ...subject, ...event };
}

/** An entry about an approval. */
export function draftOf(approval: Approval, event: Event): AuditDraft {
  return draft(subjectOf(approval), event);
}
