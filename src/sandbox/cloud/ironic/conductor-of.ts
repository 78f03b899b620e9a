import { numberFrom } from '../ids.ts';
import type { CloudState, NodeRecord } from '../state.ts';

/**
 * The conductor responsible for a node: one that is alive, of the node's group, with the node's driver; null for an
 * orphan. Real Ironic uses a hash ring; any stable choice will do.
 */
export function conductorOf(state: CloudState, node: NodeRecord): string | null {
  const able = state.conductors.filter(
    (conductor) =>
      conductor.alive &&
      conductor.conductor_group === node.conductor_group &&
      conductor.drivers.includes(node.driver),
  );
  return able.length === 0 ? null : (able[numberFrom(node.uuid, able.length)]?.hostname ?? null);
}

/** Worded by ironic/conductor/rpcapi.py inside NoValidHost of ironic/common/exception.py. */
export function noConductor(node: NodeRecord): string {
  return `No valid host was found. Reason: No conductor service registered which supports driver ${node.driver} for conductor group "${node.conductor_group}".`;
}
