import { formatDuration, secondsSince } from '../lib/duration.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import { stepNow, word } from './node-seen.ts';
import { isHold, isIng, isWait } from './provision-state.ts';
import type { Progress, Seen } from './remediation-unit.ts';

/** Error texts are cut in the middle: wrappers stand in front and the cause at the end. */
const ERROR_WORDS = 300;

/**
 * How far a change of the provision state is. A conductor enters the new state before Ironic answers the call
 * (openstack/ironic ironic/conductor/task_manager.py process_event), so a settled node with the same state and the same
 * `provision_updated_at` has not begun, and one that is back with another time has failed.
 * @param ends states in which it has come true
 */
export function provisionProgress(
  node: Node,
  before: Seen,
  ends: readonly string[],
  now: Date,
): Omit<Progress, 'seen'> {
  const state = node.provision_state;
  const back = state === before['provision_state'];
  const since = word(node.provision_updated_at);
  if (ends.includes(state) && !(back && since === before['provision_updated_at']))
    return { kind: 'done', words: `The node is in ${state}.` };
  if (isIng(state) || isWait(state) || isHold(state)) return { kind: 'going', words: stateWords(node, now) };
  if (back && since === before['provision_updated_at'])
    return { kind: 'going', words: `Still ${state}: Ironic has not begun.` };
  return { kind: 'failed', words: `It ended in ${state}${errorWords(node)}` };
}

/** "cleaning, step deploy.erase_devices, for 3 min". */
export function stateWords(node: Node, now: Date): string {
  const step = stepNow(node);
  const seconds = secondsSince(node.provision_updated_at, now);
  const held = isHold(node.provision_state) ? ', held by a step' : '';
  return `${node.provision_state}${step ? `, step ${step}` : ''}${held}${seconds === undefined ? '' : `, for ${formatDuration(seconds)}`}`;
}

/** What Ironic says about it, behind a colon; a full stop where it says nothing. */
export function errorWords(node: Node): string {
  const error = word(node.last_error, ERROR_WORDS);
  return error ? `: ${error}` : '.';
}
