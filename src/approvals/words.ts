import type { ActRefusal, Freeze } from '../core/acting.ts';
import type { Approval, ApprovalState, RefusalCode } from '../core/approval.ts';
import type { People } from '../core/person.ts';
import { REMEDIATIONS } from '../core/remediation.ts';

export function refusal(code: string, words: string, people?: People): ActRefusal {
  return { kind: 'refused', code, words, ...(people ? { people } : {}) };
}

const STATES: Readonly<Record<ApprovalState, string>> = {
  waiting: 'waits for approval',
  approved: 'is approved and about to begin',
  checking: 'is approved and being looked at once more',
  running: 'is being carried out',
  verifying: 'has been carried out and is being watched',
  succeeded: 'has succeeded',
  failed: 'has failed',
  unconfirmed: 'has been carried out without being confirmed',
  declined: 'was declined',
  withdrawn: 'was withdrawn',
  expired: 'has expired',
  'not-run': 'was not run',
};

/** How it stands, as the end of a sentence: "is being carried out", "was not run: node-17 moved". */
export function standing({ state, outcome }: Approval): string {
  return outcome === '' ? STATES[state] : `${STATES[state]}: ${outcome.replace(/\.$/, '')}`;
}

/** `Abort the operation of node-17`. */
export function deedOf({ remediation, name }: Pick<Approval, 'remediation' | 'name'>): string {
  return `${REMEDIATIONS[remediation].label} · ${name}`;
}

/** Why this person may not, whatever it is. */
export function strangerWords(code: 'guest' | 'bot' | 'stranger' | 'unknown-person'): string {
  switch (code) {
    case 'guest':
      return 'Guests of this workspace do not act. A full member has to ask.';
    case 'bot':
      return 'Bots do not act.';
    case 'stranger':
      return 'Only people of this workspace act, and you are of another one.';
    case 'unknown-person':
      return 'Slack could not tell me who you are, so nothing was done. Try again in a minute.';
  }
}

export const notARequester = (people: People): ActRefusal =>
  refusal('not-a-requester', 'You are not among those who may ask for this. Who may:', people);

/** What `decide` refused, for the person who clicked. `approvers`: who may agree as far as is known. */
export function refusedVote(
  code: RefusalCode,
  approval: Approval,
  wanted: 'approve' | 'decline' | 'withdraw',
): ActRefusal {
  switch (code) {
    case 'guest':
    case 'bot':
    case 'stranger':
    case 'unknown-person':
      return refusal(code, strangerWords(code));
    case 'own-request':
      return wanted === 'decline'
        ? refusal(code, 'You asked for this one: withdraw it instead.')
        : refusal(
            code,
            'You asked for this one, so somebody else must approve it. Waiting for',
            approval.approvers,
          );
    case 'not-an-approver':
      return refusal(
        code,
        'You are not among those who may decide about this. Waiting for',
        approval.approvers,
      );
    case 'approved-twice':
      return refusal(
        code,
        `You have approved it already; ${approval.votes.length} of ${approval.needs} have. Waiting for somebody else of`,
        approval.approvers,
      );
    case 'not-the-requester':
      return refusal(
        code,
        'Only who asked for it can withdraw it; who may approve it can decline it. It was asked for by',
        { users: [approval.requester], groups: [] },
      );
    case 'expired':
      return refusal(code, `It expired at ${clock(approval.expires_at)}. Diagnose again and ask anew.`);
    default:
      return refusal(code, `It is decided already: it ${standing(approval)}.`);
  }
}

export const frozenRefusal = (freeze: Freeze): ActRefusal =>
  refusal(
    'frozen',
    `Acting is frozen since ${clock(freeze.at)}: "${freeze.reason}". \`/ironic thaw\` needs an approver. Frozen by`,
    { users: [freeze.by], groups: [] },
  );

/** `03:14 UTC`. */
export function clock(iso: string): string {
  return `${iso.slice(11, 16)} UTC`;
}

/** Ends like one, whoever has worded it. */
export function sentence(words: string): string {
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}
