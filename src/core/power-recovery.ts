import type { Node } from '../openstack/ironic/schema.ts';
import type { Evidence } from './finding.ts';

/**
 * Why the recovery pass leaves the node alone (openstack/ironic ironic/conductor/manager.py,
 * `_power_failure_recovery`): each of these is a reason for which the fault stays although the BMC answers again.
 */
export function recoveryBlockers(node: Node): readonly Evidence[] {
  const blockers: Evidence[] = [];
  const add = (source: string, observed: string) => blockers.push({ bearing: 'supports', source, observed });
  if (node.reservation)
    add('node.reservation', `${node.reservation}: the recovery pass skips a reserved node`);
  if (node.provision_state === 'enroll')
    add('node.provision_state', 'enroll: the recovery pass skips this state');
  if (node.target_power_state)
    add(
      'node.target_power_state',
      `${node.target_power_state}: the recovery pass skips a node with a pending power action`,
    );
  if (node.conductor === null)
    add('node.conductor', 'null: no living conductor serves the node, so nobody runs the recovery pass');
  return blockers;
}
