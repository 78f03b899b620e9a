import { fellBackToEnroll } from '../core/bmc-words.ts';
import { isTellingName } from '../core/log-records.ts';
import { isStable } from '../core/provision-state.ts';
import { parseUtc } from '../lib/duration.ts';
import type { LogQuery } from '../logs/log-source.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { InstanceAction, Server } from '../openstack/nova/schema.ts';

const MINUTE = 60_000;
/** A deploy writes its error up to an hour after it began. */
const BEFORE = 60 * MINUTE;
/** The failure itself is written within seconds; what a person tried next is of interest too. */
const AFTER = 30 * MINUTE;
/** More of one node than anybody reads; the sources have bounds of their own. */
const LONGEST = 24 * 60 * MINUTE;
const MOST_REQUESTS = 5;

export interface Troubled {
  readonly node: Node | null;
  readonly instance: Server | null;
  readonly actions: readonly InstanceAction[];
  readonly now: Date;
}

/**
 * What to look for in the logs, and when: from an hour before the present state began until now. Where that is longer
 * than a day, it is the last day of a node that rests or is reserved, whose troubles are today's, and of any other the
 * time when its state began. Undefined when nothing names anything.
 */
export function logQueryFor({
  node,
  instance,
  actions,
  now,
}: Troubled): Omit<LogQuery, 'signal'> | undefined {
  const requests = actions
    .toSorted((a, b) => (parseUtc(b.start_time ?? '') ?? 0) - (parseUtc(a.start_time ?? '') ?? 0))
    .slice(0, MOST_REQUESTS)
    .map((action) => action.request_id);
  const name = node?.name ?? '';
  const words = [
    node?.uuid,
    isTellingName(name) ? name : undefined,
    instance?.id ?? node?.instance_uuid,
    ...requests,
  ].filter((word): word is string => typeof word === 'string' && word.length >= 4);
  if (words.length === 0) return undefined;
  return { words: [...new Set(words)], ...windowOf(node, instance, now) };
}

function windowOf(node: Node | null, instance: Server | null, now: Date): { from: Date; to: Date } {
  const began = parseUtc(node?.provision_updated_at ?? instance?.updated ?? instance?.created ?? '');
  const end = now.getTime();
  if (began === undefined || began > end) return { from: new Date(end - BEFORE), to: now };
  const from = began - BEFORE;
  if (end - from <= LONGEST) return { from: new Date(from), to: now };
  // A lock and a BMC that stopped to answer are not as old as the state that they came upon.
  const atRest = node && isStable(node.provision_state) && !fellBackToEnroll(node);
  if (atRest || node?.reservation) return { from: new Date(end - LONGEST), to: now };
  // What has been so for days: the lines of the day when it began tell more than those of today.
  return { from: new Date(from), to: new Date(began + AFTER) };
}
