import { type ApiCall, callLine } from '../../core/api-call.ts';
import type { Approval } from '../../core/approval.ts';
import type { People } from '../../core/person.ts';
import { labelOf } from '../../core/remediation.ts';
import { code, group, join, type Mrkdwn, md, NOTHING, person, text } from './escape.ts';

/** Parts that all drawings of a remedy share: what, on what, what is called, and who decides. */

const MAX = { calls: 6, call: 700, users: 8, groups: 4 } as const;

/** "Set the interface (`interface network`, `to noop`)". */
export function deed({ remediation, params }: Pick<Approval, 'remediation' | 'params'>): Mrkdwn {
  const rest = Object.entries(params)
    .filter(([name]) => name !== 'node')
    .slice(0, 4)
    .map(([name, value]) => code(`${name} ${value}`, 100));
  const label = text(labelOf(remediation));
  return rest.length > 0 ? md`${label} (${join(rest, ', ')})` : label;
}

/** One line for each call, exactly as it is sent; what is longer than anybody reads is cut in its middle. */
export function callLines(calls: readonly ApiCall[]): readonly Mrkdwn[] {
  const shown = calls.slice(0, MAX.calls).map((call) => md`• ${code(callLine(call), MAX.call)}`);
  const more = calls.length - shown.length;
  return more > 0 ? [...shown, md`• and ${more} more`] : shown;
}

/** Mentions of those whom the policy names; nobody else is ever mentioned. */
export function people({ users, groups, also = [] }: People): Mrkdwn {
  const named = [
    ...groups.slice(0, MAX.groups).map(group),
    ...users.slice(0, MAX.users).map(person),
    ...(users.length > MAX.users ? [md`${users.length - MAX.users} more`] : []),
  ];
  const narrower =
    also.length > 0 ? md` who are also among ${join(also.slice(0, 2).map(people), '; ')}` : NOTHING;
  return named.length > 0 ? md`${join(named, ', ')}${narrower}` : md`nobody`;
}

/** Somebody's own words. */
export function quoted(words: string, max = 300): Mrkdwn {
  return md`“${text(words, max) || md`no reason`}”`;
}
