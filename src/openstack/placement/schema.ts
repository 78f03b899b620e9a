import { z } from 'zod';
import { count, text } from '../wire.ts';

/** Placement's resources as its REST API words them (openstack/placement api-ref/source). */

const amounts = z.record(z.string(), z.number());

/** With Nova's ironic driver its UUID and name are the node's UUID. */
export const ResourceProviderSchema = z.object({
  uuid: z.string(),
  name: text,
  generation: count,
  parent_provider_uuid: text,
  root_provider_uuid: text,
  /** From the `Last-Modified` header, as ISO 8601: when Nova last told Placement something about the node. */
  last_modified: text,
});
export type ResourceProvider = z.infer<typeof ResourceProviderSchema>;
export const ResourceProvidersSchema = z.object({ resource_providers: z.array(ResourceProviderSchema) });

export const InventorySchema = z.object({
  total: z.number(),
  /** Equal to `total` both for a node in maintenance and for one in use. */
  reserved: count,
  min_unit: count,
  max_unit: count,
  step_size: count,
  allocation_ratio: count,
});
export type Inventory = z.infer<typeof InventorySchema>;
/** By resource class, e.g. `CUSTOM_BAREMETAL_GOLD`. */
export const InventoriesSchema = z.object({
  resource_provider_generation: count,
  inventories: z.record(z.string(), InventorySchema),
});
export type Inventories = z.infer<typeof InventoriesSchema>;

/** What is taken of one provider, by consumer (the instance's UUID). */
export const AllocationsSchema = z.object({
  resource_provider_generation: count,
  allocations: z.record(z.string(), z.object({ resources: amounts, consumer_generation: count })),
});
export type Allocations = z.infer<typeof AllocationsSchema>;

/** What one consumer (an instance) has taken, by provider (the node's UUID). Empty when it has nothing. */
export const ConsumerAllocationsSchema = z.object({
  allocations: z.record(z.string(), z.object({ generation: count, resources: amounts })),
  consumer_generation: count,
  consumer_type: text,
  project_id: text,
  user_id: text,
});
export type ConsumerAllocations = z.infer<typeof ConsumerAllocationsSchema>;

export const ProviderTraitsSchema = z.object({
  resource_provider_generation: count,
  traits: z.array(z.string()),
});
export type ProviderTraits = z.infer<typeof ProviderTraitsSchema>;

export const ProviderUsagesSchema = z.object({ resource_provider_generation: count, usages: amounts });
export type ProviderUsages = z.infer<typeof ProviderUsagesSchema>;

export const CandidatesSchema = z.object({
  allocation_requests: z.array(
    z.object({ allocations: z.record(z.string(), z.object({ resources: amounts })) }),
  ),
  provider_summaries: z.record(
    z.string(),
    z.object({
      resources: z.record(z.string(), z.object({ capacity: z.number(), used: z.number() })),
      traits: z.array(z.string()).nullish(),
    }),
  ),
});

/**
 * Which providers could take a request. A class or trait that nobody ever had is refused with 400, which tells more
 * than an empty list; `detail` is Placement's own sentence.
 */
export type AllocationCandidates =
  | ({ readonly kind: 'candidates' } & Readonly<z.infer<typeof CandidatesSchema>>)
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string };
