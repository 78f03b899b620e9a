import type { Node } from '../openstack/ironic/schema.ts';
import type { Server } from '../openstack/nova/schema.ts';
import type { Fresh } from './remediation-unit.ts';

/**
 * The server, or null when it is gone for sure. Nova answers for another project's server as if it did not exist, but shows
 * its services to administrators alone (openstack/nova nova/policies/servers.py, services.py), so that a server is
 * believed to be gone only by a credential that is shown those. Throws ServiceError otherwise.
 */
export async function serverOrGone(fresh: Fresh, id: string): Promise<Server | null> {
  const server = await fresh.server(id);
  if (!server) await fresh.computeService('-');
  return server && isAlive(server) ? server : null;
}

/** Nova shows deleted servers to administrators for a while. */
const isAlive = ({ status }: Server): boolean => status !== 'DELETED';

/**
 * Nodes that have this instance. Ironic leaves out other projects' nodes, but shows conductors only to who sees the whole
 * system (openstack/ironic ironic/common/policy.py baremetal:conductor:get), so that "none" is believed of those alone.
 */
export async function nodesOrNone(fresh: Fresh, instance: string): Promise<readonly Node[]> {
  const nodes = await fresh.nodesOf(instance);
  if (nodes.length === 0) await fresh.conductors();
  return nodes;
}
