import type { Node } from '../openstack/ironic/schema.ts';

/** openstack/ironic ironic/common/faults.py. */
export const POWER_FAILURE = 'power failure';

/** How ironic/conductor/manager.py (handle_sync_power_state_max_retries_exceeded) begins both reason and error. */
const POWER_SYNC_WORDS = /^\s*During sync_power_state, max retries exceeded/i;

export type Holder = 'nobody' | 'ironic' | 'person' | 'unknown';

/**
 * Who set maintenance. A fault means Ironic; none means a person or a tool. Before API 1.42 there is no fault to
 * read, and then only the words of the reason can tell; without any reason it stays unknown.
 */
export function maintenanceHolder(node: Node): Holder {
  if (!node.maintenance) return 'nobody';
  if (node.fault) return 'ironic';
  if (POWER_SYNC_WORDS.test(node.maintenance_reason ?? '')) return 'ironic';
  if (node.fault === null) return 'person';
  return node.maintenance_reason ? 'person' : 'unknown';
}

/** How it is known that the conductor gave up on the node's power state: by the fault, or only by its own words. */
export function powerFailure(node: Node): 'fault' | 'words' | undefined {
  if (node.fault === POWER_FAILURE) return 'fault';
  if (node.fault || !node.maintenance) return undefined;
  return POWER_SYNC_WORDS.test(node.maintenance_reason ?? '') ? 'words' : undefined;
}
