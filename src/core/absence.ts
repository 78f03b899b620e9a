import type { Node } from '../openstack/ironic/schema.ts';
import type { Server } from '../openstack/nova/schema.ts';
import { ServiceError } from './errors.ts';
import type { Fresh } from './remediation-unit.ts';

/**
 * The server, or null when it is gone for sure. Nova answers for another project's server as if it did not exist to all but
 * administrators, whatever else its policy opens to them (openstack/nova nova/db/main/api.py, `project_only`), so that a
 * server is believed to be gone only by a credential with the role `admin` that is shown compute services as well, as
 * administrators are. Throws ServiceError otherwise.
 */
export async function serverOrGone(fresh: Fresh, id: string): Promise<Server | null> {
  const server = await fresh.server(id);
  if (!server) {
    await fresh.computeService('-');
    if (!(await fresh.roles()).includes('admin')) throw unsure();
  }
  return server && isAlive(server) ? server : null;
}

const unsure = () =>
  new ServiceError(
    'Nova hides servers of other projects from a credential without the role admin, so nobody can tell whether it is gone',
    { code: 'forbidden', service: 'nova' },
  );

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
