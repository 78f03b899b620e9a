import type { Conductor, Driver, Node, Port } from '../openstack/ironic/schema.ts';
import type { ComputeService, Hypervisor } from '../openstack/nova/schema.ts';

/**
 * What a pass over a whole fleet has in hand beside each node, for deciding whether a check is worth running. What
 * could not be read is undefined: then nothing can be ruled out by it.
 */
export interface FleetView {
  readonly conductors: readonly Conductor[] | undefined;
  readonly drivers: readonly Driver[] | undefined;
  readonly compute_services: readonly ComputeService[] | undefined;
  /** The node's own. */
  ports(node: Node): readonly Port[] | undefined;
  /** Nova's record of the node; null when Nova lists none. */
  hypervisor(node: Node): Hypervisor | null | undefined;
}
