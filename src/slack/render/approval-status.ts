import type { Approval, ApprovalState } from '../../core/approval.ts';
import { formatDuration } from '../../lib/duration.ts';
import { between } from './dates.ts';
import { deed } from './deed.ts';
import { bold, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';

/** How far an approval is, in one line: a sign, and the word beside it. */

const SIGNS: Readonly<Record<ApprovalState, string>> = {
  waiting: '⏳',
  approved: '⏳',
  checking: '▶',
  running: '▶',
  verifying: '▶',
  succeeded: '✅',
  failed: '⚠',
  unconfirmed: '❔',
  declined: '⚠',
  withdrawn: '⚠',
  expired: '⚠',
  'not-run': '⚠',
};

/** "⏳ *Abort the operation · node-17* · waiting for 1 approval". */
export function statusLine(approval: Approval, how: { readonly now: Date }): Mrkdwn {
  const what = bold(md`${deed(approval)} · ${text(approval.name, 150)}`);
  return join([md`${text(SIGNS[approval.state])} ${what}`, statusWords(approval, how)], ' · ');
}

/** The state in words, with what is worth knowing of it while it lasts. */
export function statusWords(approval: Approval, { now }: { readonly now: Date }): Mrkdwn {
  const { state, needs, votes, started_at, ended_at, progress } = approval;
  switch (state) {
    case 'waiting': {
      const left = Math.max(1, needs - votes.length);
      return left === 1 ? md`waiting for 1 approval` : md`waiting for ${left} approvals`;
    }
    case 'approved': {
      const agreed = needs > 0 ? md`approved` : md`confirmed`;
      return progress ? md`${agreed}, waits: ${text(progress, 200)}` : md`${agreed}, starts in a moment`;
    }
    case 'checking':
      return md`checking that nothing has changed`;
    case 'running':
      return md`running: ${progress ? text(progress, 200) : md`the calls are being made`}`;
    case 'verifying':
      return join([md`verifying`, progress ? text(progress, 200) : NOTHING, pace(approval, now)], ' · ');
    case 'succeeded': {
      const took = started_at && ended_at ? between(started_at, ended_at) : '';
      return took && took !== '0 s' ? md`done in ${text(took)}` : md`done at once`;
    }
    case 'failed':
      return md`failed`;
    case 'unconfirmed':
      return md`unconfirmed`;
    case 'declined':
      return md`declined`;
    case 'withdrawn':
      return md`withdrawn`;
    case 'expired':
      return md`expired, nothing was done`;
    case 'not-run':
      return md`not run`;
  }
}

/** "2 min of 60 min". */
function pace({ started_at, verify_until }: Approval, now: Date): Mrkdwn {
  if (!started_at || !verify_until) return NOTHING;
  const since = (now.getTime() - Date.parse(started_at)) / 1000;
  const all = (Date.parse(verify_until) - Date.parse(started_at)) / 1000;
  if (!(since >= 0) || !(all > 0)) return NOTHING;
  return md`${text(formatDuration(Math.min(since, all)))} of ${text(formatDuration(all))}`;
}
