import { isIng, isWait } from '../../core/provision-state.ts';
import type { Seen } from '../../core/remediation-unit.ts';
import { code, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';

/** How a target looks, and what has become of it, in the words of somebody who looks at it over your shoulder. */

const MAX = { fields: 8, value: 80 } as const;

const STATES = ['provision_state', 'power_state'];
/** They change with everything else and tell nothing that is not told. */
const TIMES = ['provision_updated_at', 'updated_at', 'last_power_state_change'];
/** Said in words of their own, or beside another field. */
const TOLD = [
  ...TIMES,
  'provision_state',
  'target_provision_state',
  'power_state',
  'target_power_state',
  'instance_uuid',
  'reservation',
  'maintenance',
  'maintenance_reason',
  'last_error',
];

/** "`clean wait`, power on, no instance, not reserved"; empty where nothing was seen. */
export function seenLine(seen: Seen): Mrkdwn {
  const rest = Object.entries(seen).filter(([field, value]) => value && !TOLD.includes(field));
  const parts = [state(seen), power(seen), instance(seen), reservation(seen), maintenance(seen)].filter(
    Boolean,
  );
  const others = rest
    .slice(0, Math.max(0, MAX.fields - parts.length))
    .map(([field, value]) => named(field, value));
  return join([...parts, ...others], ', ');
}

/** The same for where there is little room: "`clean failed`, power on, no instance, not reserved, in maintenance". */
export function seenShort(seen: Seen): Mrkdwn {
  const { maintenance_reason: _, ...rest } = seen;
  const parts = [state(rest), power(rest), instance(rest), reservation(rest), maintenance(rest)];
  return join(parts, ', ') || seenLine(seen);
}

function state({ provision_state, target_provision_state: target }: Seen): Mrkdwn {
  if (provision_state === undefined) return NOTHING;
  const now = code(provision_state || 'none', MAX.value);
  // Where nothing goes on any more, the target only tells what once was meant to be.
  return target && (isIng(provision_state) || isWait(provision_state))
    ? md`${now} (on the way to ${code(target, MAX.value)})`
    : now;
}

function power({ power_state, target_power_state: target }: Seen): Mrkdwn {
  if (power_state === undefined) return NOTHING;
  const now = power_state ? text(power_state, MAX.value) : md`power state unknown`;
  return target ? md`${now} (being changed to ${text(target, MAX.value)})` : now;
}

function instance({ instance_uuid }: Seen): Mrkdwn {
  if (instance_uuid === undefined) return NOTHING;
  return instance_uuid ? md`instance ${code(instance_uuid, MAX.value)}` : md`no instance`;
}

function reservation(seen: Seen): Mrkdwn {
  const { reservation: holder } = seen;
  if (holder === undefined) return NOTHING;
  return holder ? md`reserved by ${code(holder, MAX.value)}` : md`not reserved`;
}

function maintenance({ maintenance: set, maintenance_reason: why }: Seen): Mrkdwn {
  if (set !== 'true') return NOTHING;
  return why ? md`in maintenance: ${code(why, MAX.value)}` : md`in maintenance`;
}

function named(field: string, value: string): Mrkdwn {
  return md`${text(field, 60)} ${code(value, MAX.value)}`;
}

/** "`clean wait` → `clean failed`, `power on` → `power off`" of what both looks saw; empty where only times changed. */
export function changeLine(before: Seen, after: Seen): Mrkdwn {
  const changed = fieldsChanged(before, after, [])
    .filter((field) => !TIMES.includes(field) && before[field] !== undefined && after[field] !== undefined)
    // What it is comes before what it says.
    .toSorted((a, b) => Number(STATES.includes(b)) - Number(STATES.includes(a)));
  return join(
    changed.slice(0, MAX.fields).map((field) => {
      const change = md`${code(before[field] || 'none', MAX.value)} → ${code(after[field] || 'none', MAX.value)}`;
      return STATES.includes(field) ? change : md`${text(field, 60)} ${change}`;
    }),
    ', ',
  );
}

/** What differs between two looks, a line each: "provision_state `clean wait` → `available`"; watched fields alone where there are any. */
export function differences(before: Seen, now: Seen, watched: readonly string[]): readonly Mrkdwn[] {
  return fieldsChanged(before, now, watched)
    .slice(0, MAX.fields)
    .map(
      (field) =>
        md`• ${text(field, 60)} ${code(before[field] || 'none', MAX.value)} → ${code(now[field] || 'none', MAX.value)}`,
    );
}

function fieldsChanged(before: Seen, now: Seen, watched: readonly string[]): readonly string[] {
  const fields = watched.length > 0 ? watched : Object.keys({ ...before, ...now });
  return fields.filter((field) => (before[field] ?? '') !== (now[field] ?? ''));
}
