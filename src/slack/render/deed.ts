import { type ApiCall, callLine } from '../../core/api-call.ts';
import type { Approval } from '../../core/approval.ts';
import type { People } from '../../core/person.ts';
import { labelOf } from '../../core/remediation.ts';
import type { Seen } from '../../core/remediation-unit.ts';
import { code, group, join, type Mrkdwn, md, NOTHING, person, text } from './escape.ts';

/** Parts that all drawings of a remedy share: what, on what, how it looks now, what is called, and who decides. */

const MAX = { fields: 8, value: 80, calls: 6, call: 700, users: 8, groups: 4 } as const;

/** "Set the interface (`interface network`, `to noop`)". */
export function deed({ remediation, params }: Pick<Approval, 'remediation' | 'params'>): Mrkdwn {
  const rest = Object.entries(params)
    .filter(([name]) => name !== 'node')
    .slice(0, 4)
    .map(([name, value]) => code(`${name} ${value}`, 100));
  const label = text(labelOf(remediation));
  return rest.length > 0 ? md`${label} (${join(rest, ', ')})` : label;
}

/** "`clean wait`, power on, maintenance false"; empty where nothing was seen. */
export function seenLine(seen: Seen): Mrkdwn {
  const fields = Object.entries(seen).slice(0, MAX.fields);
  return join(
    fields.map(([field, value]) => {
      if (field === 'provision_state') return code(value || 'none', MAX.value);
      if (field === 'power_state' && value.startsWith('power ')) return text(value, MAX.value);
      return md`${text(field, 60)} ${code(value || 'none', MAX.value)}`;
    }),
    ', ',
  );
}

/** What differs between two looks: "provision_state `clean wait` → `available`"; watched fields alone where there are any. */
export function differences(before: Seen, now: Seen, watched: readonly string[]): readonly Mrkdwn[] {
  const fields = watched.length > 0 ? watched : Object.keys({ ...before, ...now });
  return fields
    .filter((field) => (before[field] ?? '') !== (now[field] ?? ''))
    .slice(0, MAX.fields)
    .map(
      (field) =>
        md`• ${text(field, 60)} ${code(before[field] || 'none', MAX.value)} → ${code(now[field] || 'none', MAX.value)}`,
    );
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
