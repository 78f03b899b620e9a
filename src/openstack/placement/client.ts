import { ServiceError } from '../../core/errors.ts';
import { segment } from '../paths.ts';
import type { ServiceClient } from '../service.ts';
import type { ReadOptions } from '../wire.ts';
import {
  type AllocationCandidates,
  type Allocations,
  AllocationsSchema,
  CandidatesSchema,
  type ConsumerAllocations,
  ConsumerAllocationsSchema,
  type Inventories,
  InventoriesSchema,
  type ProviderTraits,
  ProviderTraitsSchema,
  type ProviderUsages,
  ProviderUsagesSchema,
  type ResourceProvider,
  ResourceProviderSchema,
  ResourceProvidersSchema,
} from './schema.ts';

export interface CandidateQuery {
  /** By class: `{ CUSTOM_BAREMETAL_GOLD: 1 }`. Classes with amount 0 are left out, as Nova leaves them out. */
  readonly resources: Readonly<Record<string, number>>;
  readonly required?: readonly string[] | undefined;
  readonly forbidden?: readonly string[] | undefined;
  readonly limit?: number | undefined;
}

/** The newest version whose changes we have read about (openstack/placement placement/rest_api_version_history.rst). */
export const NEWEST_PLACEMENT = '1.39';

/** Typed reads of Placement. What belongs to a provider is null when there is no such provider. */
export interface PlacementClient {
  readonly service: 'placement';
  getProvider(uuid: string, options?: ReadOptions): Promise<ResourceProvider | null>;
  /** All of them; Placement has no pages. */
  providers(options?: ReadOptions): Promise<readonly ResourceProvider[]>;
  inventories(provider: string, options?: ReadOptions): Promise<Inventories | null>;
  /** What is taken of a provider, by consumer. */
  allocations(provider: string, options?: ReadOptions): Promise<Allocations | null>;
  /** What a consumer (an instance) has taken; `allocations` is empty when nothing. */
  consumerAllocations(consumer: string, options?: ReadOptions): Promise<ConsumerAllocations>;
  traits(provider: string, options?: ReadOptions): Promise<ProviderTraits | null>;
  usages(provider: string, options?: ReadOptions): Promise<ProviderUsages | null>;
  candidates(query: CandidateQuery, options?: ReadOptions): Promise<AllocationCandidates>;
}

export function createPlacementClient(http: ServiceClient): PlacementClient {
  const at = (uuid: string, part = '') => `/resource_providers/${segment(uuid)}${part}`;
  return {
    service: 'placement',

    async getProvider(uuid, options = {}) {
      const answer = await http.find(at(uuid), ResourceProviderSchema, options);
      if (!answer) return null;
      const modified = Date.parse(answer.headers['last-modified'] ?? '');
      return Number.isNaN(modified)
        ? answer.body
        : { ...answer.body, last_modified: new Date(modified).toISOString() };
    },

    async providers(options = {}) {
      return (await http.get('/resource_providers', ResourceProvidersSchema, options)).body
        .resource_providers;
    },

    async inventories(provider, options = {}) {
      return (await http.find(at(provider, '/inventories'), InventoriesSchema, options))?.body ?? null;
    },

    async allocations(provider, options = {}) {
      return (await http.find(at(provider, '/allocations'), AllocationsSchema, options))?.body ?? null;
    },

    async consumerAllocations(consumer, options = {}) {
      return (await http.get(`/allocations/${segment(consumer)}`, ConsumerAllocationsSchema, options)).body;
    },

    async traits(provider, options = {}) {
      return (await http.find(at(provider, '/traits'), ProviderTraitsSchema, options))?.body ?? null;
    },

    async usages(provider, options = {}) {
      return (await http.find(at(provider, '/usages'), ProviderUsagesSchema, options))?.body ?? null;
    },

    async candidates(query, options = {}) {
      const amounts = Object.entries(query.resources).filter(([, amount]) => amount > 0);
      const traits = [...(query.required ?? []), ...(query.forbidden ?? []).map((trait) => `!${trait}`)];
      try {
        const { body } = await http.get('/allocation_candidates', CandidatesSchema, {
          ...options,
          query: {
            resources: amounts.map(([name, amount]) => `${name}:${amount}`).join(','),
            required: traits.length > 0 ? traits.join(',') : undefined,
            limit: query.limit === undefined ? undefined : String(query.limit),
          },
        });
        return { kind: 'candidates', ...body };
      } catch (error) {
        if (error instanceof ServiceError && error.status === 400) {
          return { kind: 'refused', status: 400, detail: error.detail ?? error.message };
        }
        throw error;
      }
    },
  };
}
