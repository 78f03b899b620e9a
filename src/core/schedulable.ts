import type { Node } from '../openstack/ironic/schema.ts';
import { isHold, isIng, isWait } from './provision-state.ts';

/** Why Nova would not offer a node, in the order in which a person would ask. */
export type BlockerKind =
  | 'in use'
  | 'maintenance'
  | 'retired'
  | 'manageable'
  | 'clean failed'
  | 'failed'
  | 'busy'
  | 'held'
  | 'enroll'
  | 'power unknown'
  | 'state unknown';

export interface Blocker {
  readonly kind: BlockerKind;
  /** What was read, e.g. `maintenance, fault power failure`. */
  readonly words: string;
}

/**
 * What keeps Nova from offering a node, or nothing when it is free: it has to be `available`, out of maintenance,
 * without an instance, and its power state must be known (openstack/nova nova/virt/ironic/driver.py
 * _node_resources_unavailable and _node_resources_used).
 */
export function blockerOf(node: Node): Blocker | undefined {
  const state = node.provision_state;
  if (node.instance_uuid)
    return { kind: 'in use', words: `${state || 'in use'} with instance ${node.instance_uuid}` };
  if (node.maintenance) return { kind: 'maintenance', words: maintenanceWords(node) };
  if (node.retired) return { kind: 'retired', words: `${state}, retired` };
  if (state === '') return { kind: 'state unknown', words: 'provision state not read' };
  if (state === 'active' || state === 'rescue') return { kind: 'in use', words: state };
  if (state === 'manageable' || state === 'clean failed' || state === 'enroll')
    return { kind: state, words: state };
  if (isWait(state) || isIng(state)) return { kind: 'busy', words: state };
  if (isHold(state)) return { kind: 'held', words: state };
  if (state !== 'available') return { kind: 'failed', words: state };
  // Absent means that nobody asked; null is Ironic saying that it does not know.
  if (node.power_state === null || node.power_state === 'error')
    return { kind: 'power unknown', words: `available, power_state ${node.power_state ?? 'unknown'}` };
  return undefined;
}

function maintenanceWords(node: Node): string {
  const who = node.fault ? `fault ${node.fault}` : 'set by a person or a tool';
  const why = node.maintenance_reason ? `: ${node.maintenance_reason}` : '';
  return `${node.provision_state || 'state not read'}, maintenance, ${who}${why}`;
}
