import type { ApiCall, CallResult } from '../core/api-call.ts';
import { type Approval, decide } from '../core/approval.ts';
import { after, type Custody, createCustody, newLease, type WorkerParts } from './custody.ts';
import { draftOf } from './drafts.ts';
import { deedOf } from './words.ts';

export interface Taken {
  readonly approval: Approval;
  readonly custody: Custody;
}

/**
 * Takes up what nobody is at. What somebody died in while it was running has been sent or has not, and nobody can tell:
 * from here on only the cloud is looked at.
 */
export async function takeUp(parts: WorkerParts, id: string, stop: AbortSignal): Promise<Taken | undefined> {
  return await parts.repository.turn(async (turn) => {
    const held = await turn.approval(id);
    if (!held || (held.lease && held.lease.until > turn.now)) return undefined;
    const { approval } = held;
    const lease = newLease(parts, turn.now);
    const custody = createCustody(parts, id, lease, stop);
    switch (approval.state) {
      case 'approved':
      case 'checking': {
        if (await turn.isHeld(approval.target, id)) return undefined;
        const claimed = decide(approval, { kind: 'claim' }, turn.now);
        if (claimed.kind === 'refused') return undefined;
        await turn.change(held, claimed.approval, lease);
        return { approval: claimed.approval, custody };
      }
      case 'running': {
        const verify_until = after(turn.now, patienceOf(parts, approval));
        const results = approval.calls.map((call) => unanswered(call, turn.now));
        const decision = decide(approval, { kind: 'sent', results, verify_until }, turn.now);
        if (decision.kind === 'refused') return undefined;
        await turn.change(held, decision.approval, lease);
        const words = `${deedOf(approval)}: whoever carried it out stopped in between; it is looked at and not repeated`;
        await turn.record(draftOf(decision.approval, { kind: 'taken-over', at: turn.now, words }));
        return { approval: decision.approval, custody };
      }
      case 'verifying':
        await turn.change(held, approval, lease);
        return { approval, custody };
      default:
        return undefined;
    }
  });
}

/** Milliseconds. */
export function patienceOf({ remediations }: WorkerParts, { remediation }: Approval): number {
  return (remediations.get(remediation)?.patience ?? 0) * 1000;
}

function unanswered(_: ApiCall, at: string): CallResult {
  const words = 'The process stopped while it was calling; whether this was carried out is not known.';
  return { status: undefined, request_id: undefined, at, outcome: 'unsure', words };
}
