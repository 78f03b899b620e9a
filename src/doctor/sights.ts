import type { CredentialLook } from '../openstack/look.ts';
import type { ServiceName } from '../openstack/services.ts';

/** Something that a diagnosis reads, and how to find out cheaply whether this credential is shown it. */
export interface Question {
  /** As the person reads it after "cannot see". */
  readonly what: string;
  /** Reads one thing, or none. */
  readonly path: string;
  /** Where the service filters in silence instead of refusing. */
  readonly sees?: (body: unknown) => boolean;
  /** It was listed just now, so that 404 means "not shown". */
  readonly listed?: true;
}

const NOVA: readonly Question[] = [
  { what: 'compute services', path: '/os-services?binary=nova-compute&host=-' },
  { what: 'servers of other projects', path: '/servers/detail?all_tenants=1&limit=1' },
  { what: 'hypervisors', path: '/os-hypervisors?limit=1' },
  { what: 'private flavors', path: '/flavors/detail?is_public=None&limit=1' },
];
const PLACEMENT: readonly Question[] = [
  { what: 'resource providers', path: '/resource_providers?name=-' },
  { what: 'allocations', path: '/allocations/00000000-0000-0000-0000-000000000000' },
];
/**
 * Neutron leaves out other projects' ports without a word, and shows a network's provider attributes to those alone
 * who see all (openstack/neutron neutron/conf/policies/network.py, get_network:provider:network_type).
 */
const NEUTRON: readonly Question[] = [
  {
    what: 'ports and networks of other projects',
    path: '/networks?limit=1',
    sees: (body) => first(body, 'networks', 'provider:network_type'),
  },
];
const GLANCE: readonly Question[] = [{ what: 'images', path: '/images?limit=1' }];

/** Ironic's depend on a node that the credential is shown. */
export async function questionsTo(service: ServiceName, look: CredentialLook): Promise<readonly Question[]> {
  if (service === 'nova') return [...NOVA, ...(await serversOneByOne(look))];
  if (service === 'placement') return PLACEMENT;
  if (service === 'neutron') return NEUTRON;
  if (service === 'glance') return GLANCE;
  if (service !== 'ironic') return [];
  const nodes = await look.get('ironic', '/v1/nodes?limit=1');
  const uuid = nameOf(nodes.body);
  const ofNode: readonly Question[] =
    uuid === undefined
      ? []
      : [
          { what: 'node history', path: `/v1/nodes/${uuid}/history` },
          { what: 'validation', path: `/v1/nodes/${uuid}/validate` },
        ];
  return [
    { what: 'any node', path: '/v1/nodes?limit=1', sees: () => uuid !== undefined },
    { what: 'conductors (nor, perhaps, nodes of other projects)', path: '/v1/conductors?limit=1' },
    { what: 'drivers', path: '/v1/drivers' },
    { what: 'ports', path: '/v1/ports?limit=1' },
    { what: 'volume targets', path: '/v1/volume/targets?limit=1' },
    ...ofNode,
  ];
}

/**
 * Nova finds a server by its UUID in the asker's own project alone unless its policy makes the asker an administrator,
 * whatever its other rules say (openstack/nova nova/db/main/api.py, `_build_instance_get`). A credential that is shown
 * the list and not its servers would take one of them for gone.
 */
async function serversOneByOne(look: CredentialLook): Promise<readonly Question[]> {
  const { servers } = bag((await look.get('nova', '/servers/detail?all_tenants=1&limit=50')).body);
  const listed = Array.isArray(servers) ? servers.map(bag) : [];
  // One of each of two projects: at least one of them is not the reader's own.
  const ids = new Map(listed.map((server) => [server['tenant_id'], server['id']]));
  return [...ids.values()]
    .filter((id) => typeof id === 'string')
    .slice(0, 2)
    .map((id) => ({
      what: 'the servers of other projects that it is shown in lists',
      path: `/servers/${encodeURIComponent(id)}`,
      listed: true,
    }));
}

const bag = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function first(body: unknown, list: string, key: string): boolean {
  const items = bag(body)[list];
  return Array.isArray(items) && items.length > 0 && key in bag(items[0]);
}

function nameOf(body: unknown): string | undefined {
  const { nodes } = bag(body);
  const uuid = Array.isArray(nodes) ? bag(nodes[0])['uuid'] : undefined;
  return typeof uuid === 'string' && /^[\w-]+$/.test(uuid) ? uuid : undefined;
}
