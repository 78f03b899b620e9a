import type { Node } from '../openstack/ironic/schema.ts';
import { textIn } from './bag.ts';
import { word } from './node-seen.ts';
import { errorWords } from './provision-progress.ts';
import type { Progress, Seen } from './remediation-unit.ts';

/**
 * How far a change of power is. Ironic sets `target_power_state` and clears `last_error` before it answers the call
 * (openstack/ironic ironic/conductor/manager.py change_node_power_state), and clears the target when it has come to an
 * end, well or not (ironic/conductor/utils.py node_power_action).
 */
export function powerProgress(
  node: Node,
  before: Seen,
  want: 'power on' | 'power off',
): Omit<Progress, 'seen'> {
  if (node.target_power_state)
    return { kind: 'going', words: `Ironic is switching it to ${word(node.target_power_state, 40)}.` };
  if (node.power_state === want) return { kind: 'done', words: `The node is at ${want}.` };
  return stopped(node, before);
}

/**
 * The same for a reset, after which the power is as it was before: that Ironic has begun is told by
 * `last_power_state_change`, which node_power_action stamps.
 */
export function resetProgress(node: Node, before: Seen): Omit<Progress, 'seen'> {
  const stamp = word(textIn(node.driver_internal_info, 'last_power_state_change'));
  const begun = stamp !== '' && stamp !== before['last_power_state_change'];
  if (node.target_power_state) return powerProgress(node, before, 'power on');
  if (begun && node.power_state === 'power on' && !node.last_error)
    return { kind: 'done', words: 'The node was switched off and on.' };
  return stopped(node, before);
}

/** The same error as before on a node that nobody wrote to says nothing about this attempt. */
function stopped(node: Node, before: Seen): Omit<Progress, 'seen'> {
  const told =
    Boolean(node.last_error) &&
    (word(node.last_error) !== before['last_error'] || word(node.updated_at) !== before['updated_at']);
  if (told)
    return {
      kind: 'failed',
      words: `The node is at ${word(node.power_state, 40) || 'an unknown power state'}${errorWords(node)}`,
    };
  return { kind: 'going', words: `Still ${word(node.power_state, 40) || 'unknown'}: Ironic has not begun.` };
}
