import { parseUtc, secondsSince } from '../lib/duration.ts';
import { ofList } from '../lib/of-list.ts';
import type { HistoryEvent, Node } from '../openstack/ironic/schema.ts';
import { textIn } from './bag.ts';
import { innermost } from './error-signature.ts';
import type { Facts } from './facts.ts';
import { SAME_MOMENT_MS } from './failed-operation.ts';
import { maintenanceHolder, powerFailure } from './maintenance.ts';
import { isFailed, isWait } from './provision-state.ts';
import { judgeWait } from './waiting.ts';

/** How a ramdisk that does not come shows: the node still waits for it, or Ironic gave up. */
export type Missed = 'waits' | 'timed-out';

/** A heartbeat of the last day: this machine can boot a ramdisk where it stands. */
const LATELY_SECONDS = 24 * 3600;

/**
 * Ironic's words for a ramdisk that never called. A time-out in the middle of a named step is another matter: there
 * the ramdisk had booted.
 */
export function saysNoCall(text: string | null | undefined): boolean {
  // Most errors of a fleet are about something else, and telling them apart takes time.
  if (!text || !/time-?d? ?out|call-?back/i.test(text)) return false;
  const signature = innermost(text)?.signature;
  return signature?.cause === 'wait-callback-timeout' && !/step/.test(signature.id);
}

/** Decided on the node alone: its ramdisk may not have booted, so the ways of a boot are worth a question. */
export function mayHaveMissedBoot(node: Node): boolean {
  if (node.boot_interface === 'fake') return false;
  return isWait(node.provision_state) || (isFailed(node.provision_state) && noOtherReason(node));
}

const noOtherReason = (node: Node): boolean => !node.last_error || saysNoCall(node.last_error);

/** Whether the ramdisk of the node's present operation does not come, as far as the node itself tells. */
export function missedBoot(node: Node, now: Date): Missed | undefined {
  if (isWait(node.provision_state)) {
    return ['not-yet', 'overdue'].includes(judgeWait(node, now).kind) ? 'waits' : undefined;
  }
  return isFailed(node.provision_state) && saysNoCall(node.last_error) ? 'timed-out' : undefined;
}

/** The same with history, where `last_error` has been wiped. */
export async function missedBootOf(facts: Facts, node: Node): Promise<Missed | undefined> {
  const plain = missedBoot(node, facts.now);
  if (plain || node.last_error || !isFailed(node.provision_state)) return plain;
  const failedAt = parseUtc(node.provision_updated_at ?? '');
  const own = ((await facts.maybe.history()) ?? []).filter(
    (event) => failedAt === undefined || (parseUtc(event.created_at ?? '') ?? 0) >= failedAt - SAME_MOMENT_MS,
  );
  return own.some((event) => saysNoCall(event.event)) ? 'timed-out' : undefined;
}

/** Of a list, those whose state and error allow it; time tells the rest. */
const mayHaveMissed = ofList((nodes: readonly Node[]) =>
  nodes.filter(
    ({ provision_state, last_error }) =>
      isWait(provision_state) || (isFailed(provision_state) && saysNoCall(last_error)),
  ),
);

/** Others whose ramdisk does not come either, at about the same time and for no reason of their own. */
export function othersThatMissed(nodes: readonly Node[], node: Node, now: Date): readonly Node[] {
  const own = parseUtc(node.provision_updated_at ?? '') ?? now.getTime();
  return mayHaveMissed(nodes).filter((other) => {
    if (other.uuid === node.uuid || maintenanceHolder(other) === 'person' || powerFailure(other))
      return false;
    const missed = missedBoot(other, now);
    if (missed !== 'timed-out') return missed !== undefined;
    const at = parseUtc(other.provision_updated_at ?? '');
    return at !== undefined && Math.abs(at - own) <= LATELY_SECONDS * 1000;
  });
}

/** Others whose agent called within the last day. */
export function othersThatCalled(nodes: readonly Node[], node: Node, now: Date): readonly Node[] {
  return mayHaveCalled(nodes).filter((other) => other.uuid !== node.uuid && calledLately(other, now));
}

const mayHaveCalled = ofList((nodes: readonly Node[]) =>
  nodes.filter((node) => textIn(node.driver_internal_info, 'agent_last_heartbeat') !== undefined),
);

/** Its agent called within the last day. */
export function calledLately(node: Node, now: Date): boolean {
  const age = secondsSince(textIn(node.driver_internal_info, 'agent_last_heartbeat'), now);
  return age !== undefined && age <= LATELY_SECONDS && missedBoot(node, now) === undefined;
}

/** Time-outs of earlier operations, the newest first; one operation may have written several lines. */
export function earlierMisses(node: Node, history: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const began = parseUtc(node.provision_updated_at ?? '');
  const misses = history
    .filter((event) => {
      const at = parseUtc(event.created_at ?? '');
      return (
        at !== undefined && (began === undefined || at < began - SAME_MOMENT_MS) && saysNoCall(event.event)
      );
    })
    .toSorted((a, b) => (b.created_at ?? '').localeCompare(a.created_at ?? ''));
  return misses.filter((event, index) => {
    const before = misses[index - 1];
    const gap = (parseUtc(before?.created_at ?? '') ?? Infinity) - (parseUtc(event.created_at ?? '') ?? 0);
    return gap > SAME_MOMENT_MS;
  });
}

/** What a boot that did not come is called by those who know nothing but its time. */
export const FRAMES_OF_MISSED_BOOT = [
  'wait-callback-overdue',
  'wait-callback-not-yet',
  'clean-callback-timeout',
  'deploy-callback-timeout',
  'inspect-callback-timeout',
  'rescue-callback-timeout',
  'service-callback-timeout',
] as const;
