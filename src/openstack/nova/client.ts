import type { z } from 'zod';
import { createPager, type Query, segment } from '../paths.ts';
import type { ServiceClient } from '../service.ts';
import type { ReadOptions } from '../wire.ts';
import type { NovaAbility } from './abilities.ts';
import {
  type ComputeService,
  ComputeServicesSchema,
  ExtraSpecsSchema,
  type Flavor,
  FlavorBodySchema,
  FlavorPageSchema,
  type Hypervisor,
  HypervisorPageSchema,
  type InstanceAction,
  InstanceActionBodySchema,
  InstanceActionsSchema,
  type Server,
  ServerBodySchema,
  ServerPageSchema,
} from './schema.ts';

export interface ServerQuery {
  /** A regular expression to Nova, matched anywhere in the name. */
  readonly name?: string | undefined;
  readonly status?: string | undefined;
  readonly host?: string | undefined;
  /** The node's UUID. */
  readonly node?: string | undefined;
  /** Of every project; administrators only. */
  readonly all_tenants?: boolean | undefined;
  /** Newest first up to so many in all; 1 000 unless told. */
  readonly cap?: number | undefined;
}

/** Typed reads of Nova. Every read throws `ServiceError` when Nova is sick. */
export interface NovaClient {
  readonly service: 'nova';
  can(ability: NovaAbility): boolean | undefined;
  requires(ability: NovaAbility): void;
  /** With its fault. Null when there is none. */
  getServer(id: string, options?: ReadOptions): Promise<Server | null>;
  /** Those named exactly so, of all projects when `all_tenants` (the default). */
  findServersByName(
    name: string,
    options?: ReadOptions & { readonly all_tenants?: boolean },
  ): Promise<readonly Server[]>;
  /** In detail. A scheduling fault is not in the list: read the server itself. */
  servers(query?: ServerQuery, options?: ReadOptions): Promise<readonly Server[]>;
  /** What was done to a server, newest first. Null when there is no such server. */
  instanceActions(server: string, options?: ReadOptions): Promise<readonly InstanceAction[] | null>;
  /** One action with its events. Null when there is none. */
  instanceAction(server: string, request_id: string, options?: ReadOptions): Promise<InstanceAction | null>;
  /** Public and private ones, with extra specs as far as this release lists them (2.61). */
  flavors(options?: ReadOptions): Promise<readonly Flavor[]>;
  /** By id, with extra specs. Null when there is none. */
  getFlavor(id: string, options?: ReadOptions): Promise<Flavor | null>;
  /** All by default; usually `nova-compute` is asked for. */
  services(
    by?: { readonly binary?: string; readonly host?: string },
    options?: ReadOptions,
  ): Promise<readonly ComputeService[]>;
  /** In detail. Slow on big clouds: a node's own is found with `findHypervisors`. */
  hypervisors(options?: ReadOptions): Promise<readonly Hypervisor[]>;
  /** Whose hostname (the node's UUID) matches; empty when none does. */
  findHypervisors(pattern: string, options?: ReadOptions): Promise<readonly Hypervisor[]>;
}

const DEFAULT_CAP = 1_000;

interface Links {
  readonly rel: string;
  readonly href: string;
}

const nextOf = (links: readonly Links[] | null | undefined) =>
  links?.find((link) => link.rel === 'next')?.href;

export function createNovaClient(http: ServiceClient<NovaAbility>): NovaClient {
  async function collect<S extends z.ZodType, T>(
    path: string,
    schema: S,
    query: Query,
    options: ReadOptions & { readonly cap?: number },
    pick: (body: z.infer<S>) => { readonly items: readonly T[]; readonly next: string | undefined },
  ): Promise<readonly T[]> {
    const { cap = Number.POSITIVE_INFINITY, ...rest } = options;
    const items: T[] = [];
    const pager = createPager('nova', query);
    let page: Query | undefined = query;
    while (page !== undefined && items.length < cap) {
      const { body } = await http.get(path, schema, { ...rest, query: page });
      const { items: more, next }: { items: readonly T[]; next: string | undefined } = pick(body);
      items.push(...more);
      page = pager.next(next, more.length);
    }
    return items.length > cap ? items.slice(0, cap) : items;
  }

  const client: NovaClient = {
    service: 'nova',
    can: http.can,
    requires: http.requires,

    async getServer(id, options = {}) {
      const answer = await http.find(`/servers/${segment(id)}`, ServerBodySchema, options);
      return answer?.body.server ?? null;
    },

    async findServersByName(name, options = {}) {
      const { all_tenants = true, ...rest } = options;
      // openstack/nova nova/db/main/api.py: `name` is a regular expression of the database; a literal is a safe one.
      const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      // A database of three-byte characters fails over longer ones with 500, also in a mere comparison.
      const pattern = literal.replace(/[\u{10000}-\u{10ffff}]/gu, '.+');
      const found = await client.servers({ name: `^${pattern}$`, all_tenants }, rest);
      return found.filter((server) => server.name === name);
    },

    servers(query = {}, options = {}) {
      const { all_tenants, cap = DEFAULT_CAP, ...filters } = query;
      const wire = { ...filters, all_tenants: all_tenants ? '1' : undefined };
      return collect('/servers/detail', ServerPageSchema, wire, { ...options, cap }, (body) => ({
        items: body.servers,
        next: nextOf(body.servers_links),
      }));
    },

    async instanceActions(server, options = {}) {
      const path = `/servers/${segment(server)}/os-instance-actions`;
      const answer = await http.find(path, InstanceActionsSchema, options);
      return answer?.body.instanceActions ?? null;
    },

    async instanceAction(server, request_id, options = {}) {
      const path = `/servers/${segment(server)}/os-instance-actions/${segment(request_id)}`;
      const answer = await http.find(path, InstanceActionBodySchema, options);
      return answer?.body.instanceAction ?? null;
    },

    flavors(options = {}) {
      return collect('/flavors/detail', FlavorPageSchema, { is_public: 'None' }, options, (body) => ({
        items: body.flavors,
        next: nextOf(body.flavors_links),
      }));
    },

    async getFlavor(id, options = {}) {
      const answer = await http.find(`/flavors/${segment(id)}`, FlavorBodySchema, options);
      if (!answer) return null;
      const { flavor } = answer.body;
      if (flavor.extra_specs) return flavor;
      const specs = await http.find(`/flavors/${segment(id)}/os-extra_specs`, ExtraSpecsSchema, options);
      return specs ? { ...flavor, extra_specs: specs.body.extra_specs } : flavor;
    },

    async services(by = {}, options = {}) {
      const answer = await http.get('/os-services', ComputeServicesSchema, { ...options, query: { ...by } });
      return answer.body.services;
    },

    hypervisors(options = {}) {
      return collect('/os-hypervisors/detail', HypervisorPageSchema, {}, options, (body) => ({
        items: body.hypervisors,
        next: nextOf(body.hypervisors_links),
      }));
    },

    async findHypervisors(pattern, options = {}) {
      const path =
        http.can('hypervisor-pattern') === false ? `/os-hypervisors/${segment(pattern)}/search` : undefined;
      const answer = await http.find(path ?? '/os-hypervisors/detail', HypervisorPageSchema, {
        ...options,
        ...(path ? {} : { query: { hypervisor_hostname_pattern: pattern } }),
      });
      return answer?.body.hypervisors ?? [];
    },
  };
  return client;
}
