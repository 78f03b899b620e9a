import { type Approval, type ApprovalEvent, decide } from '../core/approval.ts';
import { type People, type Person, strangeness } from '../core/person.ts';
import { type Barred, barred } from './ask.ts';
import { draftOf, subjectOf } from './drafts.ts';
import { trafficQuery } from './offers.ts';
import type { Parts } from './parts.ts';
import { ruleOn } from './policy.ts';
import type { Turn } from './turn.ts';
import { deedOf, frozenRefusal, refusal, refusedVote, strangerWords } from './words.ts';

export type Vote =
  | { readonly kind: 'approve' }
  | { readonly kind: 'decline'; readonly reason: string }
  | { readonly kind: 'withdraw' };

/** What somebody says to an approval, as `decide` takes it, and the entry with it. */
export async function vote(
  parts: Parts,
  id: string,
  who: Person,
  what: Vote,
): Promise<{ readonly kind: 'done'; readonly approval: Approval } | Barred> {
  return await parts.repository.turn(async (turn) => {
    const held = await turn.approval(id);
    const about = held ? subjectOf(held.approval) : {};
    const odd = strangeness(who);
    if (odd) return barred(refusal(odd, strangerWords(odd)), about);
    if (!held) return barred(UNKNOWN, about);
    const event = await eventOf(parts, turn, held.approval, who, what);
    if (event.kind === 'barred') return event;
    const decision = decide(held.approval, event, turn.now);
    if (decision.kind === 'refused')
      return barred(refusedVote(decision.code, held.approval, what.kind), about);
    const { approval } = decision;
    await turn.change(held, approval);
    await turn.record(
      draftOf(approval, {
        kind: DID[what.kind],
        at: turn.now,
        actor: who.id,
        words: wordsOf(approval, what),
      }),
    );
    return { kind: 'done', approval };
  });
}

const DID = { approve: 'approved', decline: 'declined', withdraw: 'withdrawn' } as const;

const UNKNOWN = refusal('unknown-approval', 'I know no such request. `/ironic approvals` lists what waits.');

/** Only agreeing needs the policy of this moment; whoever stops something need not ask whether it may still be done. */
async function eventOf(
  { config }: Parts,
  turn: Turn,
  approval: Approval,
  by: Person,
  what: Vote,
): Promise<ApprovalEvent | Barred> {
  if (what.kind === 'withdraw') return { kind: 'withdraw', by };
  if (what.kind === 'decline') return { kind: 'decline', by, allowed: config.approve, reason: what.reason };
  // What is over is told as that, whatever the policy would say of it by now.
  if (approval.state !== 'waiting') return { kind: 'approve', by, allowed: NOBODY };
  const freeze = await turn.frozen();
  if (freeze) return barred(frozenRefusal(freeze), subjectOf(approval));
  const { cloud, remediation, risk, node, target, id } = approval;
  const now = new Date(turn.now);
  const traffic = await turn.traffic({ ...trafficQuery({ config }, target, remediation, now), besides: id });
  const ruling = ruleOn(config, { cloud, remediation, risk, node }, traffic, now);
  if (ruling.kind === 'refused') return barred(refusal(ruling.code, ruling.words), subjectOf(approval));
  const { approvers_among: allowed, approvers: needs } = ruling.ceremony;
  return { kind: 'approve', by, allowed, needs };
}

const NOBODY: People = { users: [], groups: [] };

function wordsOf(approval: Approval, what: Vote): string {
  const deed = deedOf(approval);
  switch (what.kind) {
    case 'approve':
      return `${deed}: approved, ${approval.votes.length} of ${approval.needs}`;
    case 'decline':
      return `${deed}: declined${what.reason ? `: ${what.reason}` : ''}`;
    case 'withdraw':
      return `${deed}: withdrawn`;
  }
}
