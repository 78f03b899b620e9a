import { secondsSince } from '../lib/duration.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { Server } from '../openstack/nova/schema.ts';
import { PROPAGATION_SECONDS } from './placement-view.ts';
import { isHold, isIng, isWait } from './provision-state.ts';

/** States in which a server is at rest; in all others Nova is at work on it, or has lost its cell. */
const AT_REST = ['ACTIVE', 'SHUTOFF', 'RESCUE', 'PAUSED', 'SUSPENDED', 'SHELVED', 'SHELVED_OFFLOADED'];

/** Nova at work on the server, or unable to say how it is. */
export function inFlight(server: Server): boolean {
  const status = server.status.toUpperCase();
  if (server['OS-EXT-STS:task_state']) return true;
  return !AT_REST.includes(status) && !['ERROR', 'DELETED', 'SOFT_DELETED'].includes(status);
}

/**
 * Ironic at work on the node, or done so lately that Nova may not have heard of it. A deploy or a delete is told by
 * both services one after the other, and what differs meanwhile contradicts nothing.
 */
export function changing(node: Node, now: Date): boolean {
  const state = node.provision_state;
  if (isIng(state) || isWait(state) || isHold(state)) return true;
  const since = secondsSince(node.provision_updated_at, now);
  return since !== undefined && since < PROPAGATION_SECONDS;
}

/** What Nova's driver writes into a node before it deploys it (openstack/nova nova/virt/ironic/patcher.py). */
export function tracesOfNova(node: Node): readonly string[] {
  return ['nova_host_id', 'display_name', 'vcpus', 'memory_mb'].filter(
    (key) => node.instance_info?.[key] !== undefined,
  );
}

/**
 * Ironic's own allocation puts its UUID where Nova puts a server's (openstack/ironic
 * doc/source/admin/allocation.rst); Nova then never knew it.
 */
export function isAllocated(node: Node): boolean {
  return Boolean(node.allocation_uuid);
}

/** `1` is running and `4` is shut down (openstack/nova nova/objects/fields.py, InstancePowerState). */
export function novaPower(server: Server): 'power on' | 'power off' | undefined {
  const status = server.status.toUpperCase();
  if (status === 'ACTIVE') return 'power on';
  return status === 'SHUTOFF' ? 'power off' : undefined;
}
