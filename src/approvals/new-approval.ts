import type { Offer } from '../core/acting.ts';
import type { Approval, MessageAt } from '../core/approval.ts';
import type { ActingConfig } from './config.ts';
import { minutesAfter } from './offers.ts';

export interface Asked {
  readonly id: string;
  /** Slack's user id. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly place: { readonly channel: string; readonly thread: MessageAt | null };
}

/** What becomes of an offer that somebody takes. Where a confirmation is enough it is approved by that. */
export function newApproval(config: ActingConfig, offer: Offer, asked: Asked): Approval {
  const { go, ceremony } = offer;
  return {
    id: asked.id,
    version: 1,
    state: ceremony.approvers === 0 ? 'approved' : 'waiting',
    cloud: offer.cloud,
    remediation: offer.remediation,
    params: offer.params,
    target: offer.target,
    name: offer.name,
    node: go.node ?? null,
    risk: ceremony.risk,
    needs: ceremony.approvers,
    approvers: ceremony.approvers_among,
    ground: offer.ground,
    requester: asked.by,
    reason: asked.reason,
    ticket: asked.ticket,
    requested_at: asked.at,
    expires_at: minutesAfter(new Date(asked.at), config.expires_after),
    votes: [],
    seen: go.seen,
    watched: go.watched,
    calls: go.calls,
    becomes: go.becomes,
    undo: go.undo,
    beware: go.beware,
    results: [],
    started_at: null,
    verify_until: null,
    progress: null,
    ended_by: null,
    ended_at: null,
    outcome: '',
    after: null,
    code: null,
    channel: asked.place.channel,
    message: null,
    thread: asked.place.thread,
  };
}
