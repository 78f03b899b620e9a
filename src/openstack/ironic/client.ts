import type { z } from 'zod';
import { ServiceError } from '../../core/errors.ts';
import { type Query, segment } from '../paths.ts';
import type { ServiceClient } from '../service.ts';
import type { ReadOptions } from '../wire.ts';
import type { IronicAbility } from './abilities.ts';
import { knownFields } from './abilities.ts';
import type { IronicClient, NodeQuery } from './reads.ts';
import {
  ConductorPageSchema,
  DriverPageSchema,
  DriverSchema,
  FirmwareSchema,
  FleetPageSchema,
  FleetPortPageSchema,
  HistoryPageSchema,
  InventorySchema,
  type Node,
  NodeAllocationPageSchema,
  NodePageSchema,
  NodeSchema,
  type Portgroup,
  PortgroupPageSchema,
  PortPageSchema,
  PortSchema,
  TraitsSchema,
  ValidationResultSchema,
  VolumeTargetPageSchema,
} from './schema.ts';
import { walk } from './walk.ts';

const DEFAULT_CAP = 10_000;
/** Ironic's own limit of a page (`[api]max_limit`). */
const FLEET_PAGE = 1000;
const PORT_FIELDS = [
  'uuid',
  'address',
  'node_uuid',
  'local_link_connection',
  'physical_network',
  'pxe_enabled',
] as const;
const SWITCH_QUERY = { fields: PORT_FIELDS.join(',') };
const VIF_FIELDS = ['internal_info', 'portgroup_uuid', 'is_smartnic'] as const;

export function createIronicClient(http: ServiceClient<IronicAbility>): IronicClient {
  function pages<S extends z.ZodType<{ next?: string | null | undefined }>, T>(
    path: string,
    schema: S,
    query: Query,
    options: ReadOptions & { needs?: IronicAbility; also?: () => Query; whole?: boolean },
    pick: (body: z.infer<S>) => readonly T[],
  ): AsyncGenerator<readonly T[], void, undefined> {
    const { also = () => ({}), whole, ...rest } = options;
    return walk<z.infer<S>, T>({
      first: query,
      get: async (page, asking) =>
        (await http.get(path, schema, { ...rest, ...asking, query: () => ({ ...page, ...also() }) })).body,
      pick,
      signal: rest.signal,
      whole,
    });
  }

  async function all<S extends z.ZodType<{ next?: string | null | undefined }>, T>(
    ...[path, schema, query, options, pick]: Parameters<typeof pages<S, T>>
  ): Promise<readonly T[]> {
    const items: T[] = [];
    const read = pages<S, T>(path, schema, query, { ...options, whole: true }, pick);
    for await (const page of read) items.push(...page);
    return items;
  }

  function pagesOf(
    { fields, detail, maintenance, limit, ...filters }: NodeQuery,
    schema: typeof NodePageSchema | typeof FleetPageSchema,
    options: ReadOptions & { whole?: boolean },
  ): AsyncGenerator<readonly Node[], void, undefined> {
    const base: Query = {
      ...filters,
      maintenance: maintenance === undefined ? undefined : String(maintenance),
      limit: limit === undefined ? undefined : String(limit),
    };
    const path = detail && !fields ? '/v1/nodes/detail' : '/v1/nodes';
    const wanted = fields && [...new Set(['uuid', 'provision_state', ...fields])];
    const also = () => (wanted ? { fields: knownFields(wanted, http.can).join(',') } : {});
    return pages(path, schema, base, { ...options, also }, ({ nodes }) => nodes);
  }

  function portgroups(query: Query, options: ReadOptions): Promise<readonly Portgroup[]> {
    const wanted = { ...options, needs: 'portgroups' } as const;
    return all('/v1/portgroups/detail', PortgroupPageSchema, query, wanted, (page) => page.portgroups);
  }

  const client: IronicClient = {
    service: 'ironic',
    can: http.can,
    requires: http.requires,
    version: http.version,

    async getNode(node, options = {}) {
      try {
        const answer = await http.find(`/v1/nodes/${segment(node)}`, NodeSchema, options);
        return answer?.body ?? null;
      } catch (error) {
        // openstack/ironic ironic/api/controllers/v1/utils.py: what is neither a UUID nor a possible name is a 400.
        if (
          error instanceof ServiceError &&
          error.status === 400 &&
          /\bexpected\b.*\buuid\b/i.test(error.detail ?? '')
        ) {
          return null;
        }
        throw error;
      }
    },

    listNodes: (query = {}, options = {}) => pagesOf(query, NodePageSchema, options),
    fleetPages: (options = {}) =>
      pagesOf({ detail: true, limit: FLEET_PAGE }, FleetPageSchema, { ...options, whole: true }),
    async collectNodes(query = {}, options = {}) {
      const { cap = DEFAULT_CAP, ...rest } = query;
      const items: Node[] = [];
      for await (const page of client.listNodes(rest, options)) {
        items.push(...page);
        if (items.length > cap) return { items: items.slice(0, cap), truncated: true };
      }
      return { items, truncated: false };
    },

    async validate(node, options = {}) {
      try {
        const answer = await http.get(`/v1/nodes/${segment(node)}/validate`, ValidationResultSchema, options);
        return { kind: 'result', interfaces: answer.body };
      } catch (error) {
        if (error instanceof ServiceError && (error.status === 400 || error.status === 404)) {
          return { kind: 'refused', status: error.status, message: error.detail ?? error.message };
        }
        throw error;
      }
    },

    ports(by = {}, options = {}) {
      return all(
        '/v1/ports/detail',
        PortPageSchema,
        { node: by.node, address: by.address },
        options,
        (page) => page.ports,
      );
    },

    async getPort(uuid, options = {}) {
      const answer = await http.find(`/v1/ports/${segment(uuid)}`, PortSchema, options);
      return answer?.body ?? null;
    },

    portgroups: (node, options = {}) => portgroups({ node }, options),
    async portgroupsByMac(mac, options = {}) {
      await http.version(options);
      return http.can('portgroups') === false ? [] : portgroups({ address: mac }, options);
    },

    history(node, options = {}) {
      const path = `/v1/nodes/${segment(node)}/history`;
      const wanted = { ...options, needs: 'history' } as const;
      return all(path, HistoryPageSchema, { detail: 'true' }, wanted, (page) => page.history);
    },

    conductors(options = {}) {
      const wanted = { ...options, needs: 'conductors' } as const;
      return all(
        '/v1/conductors',
        ConductorPageSchema,
        { detail: 'true' },
        wanted,
        (page) => page.conductors,
      );
    },

    async drivers(options = {}) {
      const query = (): Record<string, string> =>
        http.can('driver-interfaces') === false ? {} : { detail: 'true' };
      const answer = await http.get('/v1/drivers', DriverPageSchema, { ...options, query });
      return answer.body.drivers;
    },

    async driver(name, options = {}) {
      const answer = await http.find(`/v1/drivers/${segment(name)}`, DriverSchema, options);
      return answer?.body ?? null;
    },

    allocations(by = {}, options = {}) {
      const wanted = { ...options, needs: 'allocations' } as const;
      return all(
        '/v1/allocations',
        NodeAllocationPageSchema,
        { node: by.node },
        wanted,
        (page) => page.allocations,
      );
    },

    volumeTargets(node, options = {}) {
      const wanted = { ...options, needs: 'volume-targets' } as const;
      return all(
        '/v1/volume/targets',
        VolumeTargetPageSchema,
        { node, detail: 'true' },
        wanted,
        (page) => page.targets,
      );
    },

    portPages: (options = {}) =>
      pages('/v1/ports', FleetPortPageSchema, SWITCH_QUERY, options, (page) => page.ports),
    portsOfAll: (options = {}) =>
      all('/v1/ports', FleetPortPageSchema, SWITCH_QUERY, options, (page) => page.ports),

    portsWithVifs(options = {}) {
      const also = () => ({ fields: knownFields([...PORT_FIELDS, ...VIF_FIELDS], http.can).join(',') });
      return all('/v1/ports', FleetPortPageSchema, {}, { ...options, also }, (page) => page.ports);
    },

    async inventory(node, options = {}) {
      const wanted = { ...options, needs: 'inventory' } as const;
      return (await http.find(`/v1/nodes/${segment(node)}/inventory`, InventorySchema, wanted))?.body ?? null;
    },

    async firmware(node, options = {}) {
      const wanted = { ...options, needs: 'firmware' } as const;
      return (await http.get(`/v1/nodes/${segment(node)}/firmware`, FirmwareSchema, wanted)).body.firmware;
    },

    async traits(node, options = {}) {
      const wanted = { ...options, needs: 'traits' } as const;
      const answer = await http.find(`/v1/nodes/${segment(node)}/traits`, TraitsSchema, wanted);
      return answer?.body.traits ?? null;
    },
  };
  return client;
}
