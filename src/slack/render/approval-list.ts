import type { Freeze } from '../../core/acting.ts';
import { type Approval, isFinal } from '../../core/approval.ts';
import type { Answer } from '../../core/command.ts';
import { statusLine } from './approval-status.ts';
import { at } from './dates.ts';
import { people, quoted } from './deed.ts';
import { join, type Mrkdwn, md, NOTHING, person, text } from './escape.ts';
import { context, fit, type Rendered, sections, titled } from './limits.ts';
import { permalink } from './permalink.ts';

type Approvals = Extract<Answer, { kind: 'approvals' }>;

export interface ListHow {
  readonly now: Date;
  /** The workspace's address, for links. */
  readonly workspace?: string | undefined;
}

const MAX_OPEN = 15;
const MAX_RECENT = 10;

/** What waits and runs, then what ran lately. */
export function renderApprovals({ open, recent, frozen }: Approvals, how: ListHow): Rendered {
  const waiting = open.filter(({ state }) => state === 'waiting').length;
  const lead = md`${waiting} waiting for approval, ${open.length - waiting} running`;
  const more = open.length - MAX_OPEN;
  return fit(lead, [
    ...sections([md`*${lead}*`, frozenLine(frozen)]),
    ...open.slice(0, MAX_OPEN).flatMap((one) => sections(entry(one, how))),
    ...sections(more > 0 ? [md`and ${more} more`] : []),
    ...sections(
      titled(
        md`*Lately*`,
        recent.slice(0, MAX_RECENT).map((one) => past(one, how)),
      ),
    ),
    ...context([open.length === 0 && recent.length === 0 ? md`Nothing has been asked for yet.` : NOTHING]),
  ]);
}

export function frozenLine(freeze: Freeze | undefined): Mrkdwn {
  if (!freeze) return NOTHING;
  return md`⚠ Acting is frozen since ${at(freeze.at)} by ${person(freeze.by)}: ${quoted(freeze.reason)}`;
}

/** One that is not over. */
export function entry(approval: Approval, how: ListHow): readonly Mrkdwn[] {
  const { requester, reason, approvers, expires_at, state, message, thread } = approval;
  const waits = state === 'waiting' || state === 'approved';
  const who = md`asked by ${person(requester)}${reason ? md`: ${quoted(reason, 200)}` : NOTHING}`;
  const needed = state === 'waiting' ? md`one of ${people(approvers)}` : NOTHING;
  return [
    statusLine(approval, how),
    join(
      [
        who,
        needed,
        waits ? md`expires ${at(expires_at)}` : NOTHING,
        permalink(how.workspace, message, thread, 'message ↗'),
      ],
      ' · ',
    ),
  ];
}

/** One that is over, in a line. */
export function past(approval: Approval, how: ListHow): Mrkdwn {
  const { outcome, ended_at, state, message, thread, requester } = approval;
  const said = outcome && isFinal(state) && state !== 'succeeded' ? text(outcome, 160) : NOTHING;
  const link = permalink(how.workspace, message, thread, 'message ↗');
  return join(
    [statusLine(approval, how), said, person(requester), ended_at ? at(ended_at) : NOTHING, link],
    ' · ',
  );
}
