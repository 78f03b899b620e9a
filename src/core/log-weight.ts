import { parseUtc } from '../lib/duration.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import { fellBackToEnroll } from './bmc-words.ts';
import { depthOf } from './error-signature.ts';
import { bestReason, errorTexts, OPERATIONS } from './failed-operation.ts';
import type { Severity } from './finding.ts';
import { inOrder, movedIn } from './lock-lines.ts';
import { type LogRecord, writtenAt } from './log-records.ts';
import { powerFailure } from './maintenance.ts';
import { isFailed, isHold, isIng, isStable, isWait } from './provision-state.ts';
import type { TextCause } from './text-causes.ts';

/** A failure is written some time before its state: an hour covers a whole deploy. */
const BEFORE_FAILURE_MS = 60 * 60_000;
/** Clocks of conductor and database. */
const SAME_MOMENT_MS = 60_000;

/** Whether nothing is the matter with the node by its own account, so that what logs hold against it was survived. */
export const isAtRest = (node: Node): boolean =>
  isStable(node.provision_state) && !fellBackToEnroll(node) && !powerFailure(node);

/**
 * How much a line that tells a cause weighs for what the node is in now. History, what an operation got over, and what
 * Ironic's own words contradict is worth a look and never the verdict.
 * @param own all lines about the node, from which the beginning of its present operation is read
 */
export function weightOf(
  { record, cause }: { readonly record: LogRecord; readonly cause: TextCause },
  node: Node,
  own: readonly LogRecord[],
): Severity {
  if (isAtRest(node) || contradicted(cause, node)) return 'info';
  const written = writtenAt(record);
  const since = relevantSince(node, own);
  return written !== undefined && since !== undefined && written < since ? 'info' : 'critical';
}

/** Milliseconds since the epoch: what was written before is of another operation, or the present one got over it. */
function relevantSince(node: Node, own: readonly LogRecord[]): number | undefined {
  const began = parseUtc(node.provision_updated_at ?? '');
  if (began === undefined) return undefined;
  const failed = isFailed(node.provision_state) || fellBackToEnroll(node);
  if (!failed) return began - SAME_MOMENT_MS;
  // The last time that it left a state of rest or failure, where the lines show it, is the beginning of what failed.
  const start = inOrder(own).findLast((record) => {
    const moved = movedIn(record.text);
    if (!moved || !underWay(moved.to) || underWay(moved.from)) return false;
    return (writtenAt(record) ?? began) < began;
  });
  const from = start && writtenAt(start);
  return Math.max(began - BEFORE_FAILURE_MS, from === undefined ? 0 : from - SAME_MOMENT_MS);
}

const underWay = (state: string): boolean => isIng(state) || isWait(state) || isHold(state);

/** Ironic itself says why the node failed, and it is something else. A time-out and the like leave the why open. */
function contradicted({ cause }: TextCause, node: Node): boolean {
  const state = node.provision_state;
  if (!isFailed(state)) return false;
  const reason = bestReason(errorTexts(node, undefined, OPERATIONS[state]).current);
  const known = reason?.recognition?.signature;
  if (!known || depthOf(reason.recognition) > 0 || known.cause === 'insufficient-evidence') return false;
  return known.cause !== cause && !known.also?.includes(cause);
}
