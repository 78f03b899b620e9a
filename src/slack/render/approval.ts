import type { ActionsBlock, KnownBlock } from '@slack/types';
import { type Approval, isFinal } from '../../core/approval.ts';
import { labelOf } from '../../core/remediation.ts';
import { statusLine, statusWords } from './approval-status.ts';
import { actButton, confirm } from './confirm.ts';
import { at } from './dates.ts';
import { callLines, deed, people, quoted } from './deed.ts';
import { bold, code, join, type Mrkdwn, md, NOTHING, person, text } from './escape.ts';
import { actions, context, fit, type Message, sections, titled } from './limits.ts';
import { besideButtons } from './question.ts';
import { changeLine, differences, seenLine } from './seen.ts';

/** The ids under which clicks on an approval's message come back; the value is the approval's id. */
export const APPROVAL = {
  approve: 'approval:approve',
  decline: 'approval:decline',
  withdraw: 'approval:withdraw',
} as const;

export interface DrawHow {
  readonly now: Date;
  /** Number of the journal's newest entry about it, once it is over. */
  readonly audit?: number | undefined;
  /** It is shown to whoever asked alone, since we cannot write where it was asked for. */
  readonly aside?: boolean;
}

/**
 * An approval as its message shows it, whole and from the record alone. Approvers are mentioned while it waits, and only
 * those whom the policy names.
 */
export function renderApproval(approval: Approval, how: DrawHow): Message {
  const blocks: KnownBlock[] = [
    ...sections([statusLine(approval, how), asked(approval), ...needs(approval), ...outcome(approval)]),
    ...actions(buttons(approval)),
    ...sections(plan(approval)),
    ...context(footer(approval, how)),
  ];
  return fit(lead(approval, how), blocks).message;
}

/** For the lock screen: on what, what, how it stands. */
function lead(approval: Approval, how: DrawHow): Mrkdwn {
  const why = approval.state === 'waiting' && approval.reason ? md`: ${text(approval.reason, 200)}` : NOTHING;
  const end = isFinal(approval.state) && approval.outcome ? md`: ${text(approval.outcome, 200)}` : NOTHING;
  return md`${text(approval.name, 120)}: ${text(labelOf(approval.remediation))}, ${statusWords(approval, how)}${why}${end}`;
}

function asked({ requester, reason, ticket, requested_at }: Approval): Mrkdwn {
  const why = reason ? md`: ${quoted(reason)}` : NOTHING;
  return join(
    [
      md`asked by ${person(requester)}${why}`,
      ticket ? md`ticket ${text(ticket, 100)}` : NOTHING,
      at(requested_at),
    ],
    ' · ',
  );
}

function needs(approval: Approval): readonly Mrkdwn[] {
  const { state, needs: all, votes, approvers, requester, expires_at } = approval;
  const agreed = votes.slice(0, 4).map(({ by, at: when }) => md`${person(by)} ${at(when)}`);
  const agreedLine = agreed.length > 0 ? md`approved by ${join(agreed, ', ')}` : NOTHING;
  if (state !== 'waiting') return [agreedLine];
  const left = Math.max(1, all - votes.length);
  const count = votes.length > 0 ? md`${left} more of` : md`${left} of`;
  return [
    agreedLine,
    md`needs ${count} ${people(approvers)} (not ${person(requester)}) · expires ${at(expires_at)}`,
  ];
}

function outcome(approval: Approval): readonly Mrkdwn[] {
  const { state, outcome: words, ended_by } = approval;
  const by = ended_by ? md` by ${person(ended_by)}` : NOTHING;
  if (state === 'declined') return [md`declined${by}: ${quoted(words)}`];
  if (state === 'withdrawn') return [md`withdrawn${by}`];
  const said = words && isFinal(state) ? [text(words, 600)] : [];
  return state === 'not-run' ? [...said, ...titled(md`*What changed*`, moved(approval))] : said;
}

/** What is not as it was, where the outcome's own words do not tell it. */
function moved({ seen, after, watched, outcome: words }: Approval): readonly Mrkdwn[] {
  if (!after) return [];
  const told = watched.filter((field) => words.includes(field) && words.includes(after[field] ?? ''));
  const untold = watched.filter((field) => !told.includes(field));
  return watched.length > 0 && untold.length === 0 ? [] : differences(seen, after, untold);
}

/** What would be, is or was done. */
function plan(approval: Approval): readonly Mrkdwn[] {
  const { calls, seen, after, becomes, undo, beware, started_at, state } = approval;
  const before = seenLine(seen);
  const untouched = isFinal(state) && !started_at;
  const verb = untouched ? md`Would have called` : started_at ? md`Called` : md`Will call`;
  const called =
    calls.length > 0 ? [md`*${verb}*`, ...callLines(calls)] : [md`Calls nothing, and looks again.`];
  const then = after && started_at && isFinal(state) ? changeLine(seen, after) : NOTHING;
  return [
    before ? md`*${started_at ? md`Before` : untouched ? md`When asked for` : md`Now`}:* ${before}` : NOTHING,
    ...called,
    ...results(approval),
    then ? md`*Changed:* ${then}` : NOTHING,
    isFinal(state) ? NOTHING : md`*Becomes* ${text(becomes, 300)}`,
    md`*Undo:* ${text(undo, 300)}`,
    ...(isFinal(state) ? [] : beware.slice(0, 5).map((line) => md`*Beware:* ${text(line, 300)}`)),
  ];
}

/** What the services said, with the ids by which their logs name it. */
function results({ results: all }: Approval): readonly Mrkdwn[] {
  return all.slice(0, 6).map(({ outcome: how, status, request_id, words }) => {
    const parts = [
      how === 'accepted' ? md`accepted` : how === 'refused' ? md`refused` : md`no certain answer`,
      status === undefined ? NOTHING : md`HTTP ${status}`,
      request_id ? code(request_id, 80) : NOTHING,
      words ? text(words, 300) : NOTHING,
    ];
    return md`↳ ${join(parts, ' · ')}`;
  });
}

function buttons(approval: Approval): readonly ActionsBlock['elements'][number][] {
  const { state, name, node, cloud } = approval;
  if (state === 'waiting') return waitingButtons(approval);
  if (state === 'approved') return waitingButtons(approval).slice(-1);
  if (!isFinal(state)) return [];
  const again = { subject: node?.uuid ?? name, cloud };
  return besideButtons([['Diagnose again', again]]);
}

/** What a waiting one can be answered with, also from a list of them. */
export function waitingButtons(approval: Approval): readonly ActionsBlock['elements'][number][] {
  const { id, remediation, params, calls, risk, becomes } = approval;
  const what = `${labelOf(remediation)} · ${approval.name}`;
  const sure = confirm(
    `Approve: ${what}?`,
    [
      Object.keys(params).length > 1 ? bold(deed(approval)) : NOTHING,
      md`I will call:`,
      ...callLines(calls),
      md`It becomes ${text(becomes, 120)}`,
    ],
    'Approve',
    risk === 'destructive' ? 'danger' : undefined,
  );
  const back = confirm(`Withdraw: ${what}?`, [md`Nothing will be carried out.`], 'Withdraw');
  return [
    actButton(APPROVAL.approve, 'Approve…', id, { style: 'primary', confirm: sure }),
    actButton(APPROVAL.decline, 'Decline…', id),
    actButton(APPROVAL.withdraw, 'Withdraw…', id, { confirm: back }),
  ];
}

function footer({ cloud, risk, ground, id, state }: Approval, { audit, aside }: DrawHow): readonly Mrkdwn[] {
  const closed =
    aside && state === 'waiting'
      ? md`I cannot write where you asked for this: invite me there. Until then approvers find it in my Home tab only.`
      : NOTHING;
  const because = ground
    ? md`because: ${text(ground.summary, 300)} (${text(ground.confidence)}), ref ${code(ground.reference, 40)}`
    : NOTHING;
  const number = audit === undefined ? NOTHING : md`audit #${audit}`;
  return [
    closed,
    because,
    join([md`cloud ${text(cloud, 80)}`, text(risk), number, md`id ${code(id, 40)}`], ' · '),
  ];
}
