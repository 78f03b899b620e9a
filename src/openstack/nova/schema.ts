import { z } from 'zod';
import { bag, count, flag, id, text } from '../wire.ts';

/** Nova's resources as its REST API words them (openstack/nova api-ref/source). Times are ISO 8601, in UTC. */

/** Why a server is in ERROR. Nova gives it only for the server itself, not in the list, when scheduling failed. */
export const FaultSchema = z.object({
  code: count,
  created: text,
  message: text,
  /** A traceback; administrators only. */
  details: text,
});
export type Fault = z.infer<typeof FaultSchema>;

const AddressSchema = z.object({ addr: z.string(), version: count, 'OS-EXT-IPS-MAC:mac_addr': text });

/** The flavor as it was when the server was made. Only `id` and links before 2.47. */
const ServerFlavorSchema = z.object({
  id: text,
  original_name: text,
  vcpus: count,
  ram: count,
  disk: count,
  extra_specs: z.record(z.string(), z.string()).nullish(),
});

export const ServerSchema = z.object({
  id: z.string(),
  name: text,
  status: z.string(),
  tenant_id: text,
  user_id: text,
  created: text,
  updated: text,
  description: text,
  fault: FaultSchema.nullish(),
  flavor: ServerFlavorSchema.nullish(),
  /** An empty string when the server boots from a volume. */
  image: z.union([z.object({ id: z.string() }), z.literal('')]).nullish(),
  hostId: text,
  host_status: text,
  locked: flag,
  config_drive: z.union([z.string(), z.boolean()]).nullish(),
  addresses: z.record(z.string(), z.array(AddressSchema)).nullish(),
  scheduler_hints: bag,
  'OS-EXT-AZ:availability_zone': text,
  pinned_availability_zone: text,
  'OS-EXT-STS:task_state': text,
  'OS-EXT-STS:vm_state': text,
  'OS-EXT-STS:power_state': count,
  'OS-SRV-USG:launched_at': text,
  'OS-SRV-USG:terminated_at': text,
  /** The nova-compute that has it. Null when scheduling failed. */
  'OS-EXT-SRV-ATTR:host': text,
  /** The node's UUID. */
  'OS-EXT-SRV-ATTR:hypervisor_hostname': text,
  'OS-EXT-SRV-ATTR:instance_name': text,
  'OS-EXT-SRV-ATTR:hostname': text,
});
export type Server = z.infer<typeof ServerSchema>;
export const ServerBodySchema = z.object({ server: ServerSchema });
const LinksSchema = z.array(z.object({ rel: z.string(), href: z.string() })).nullish();
export const ServerPageSchema = z.object({ servers: z.array(ServerSchema), servers_links: LinksSchema });

export const InstanceActionEventSchema = z.object({
  event: z.string(),
  start_time: text,
  finish_time: text,
  result: text,
  traceback: text,
  details: text,
  host: text,
});
export type InstanceActionEvent = z.infer<typeof InstanceActionEventSchema>;

export const InstanceActionSchema = z.object({
  action: z.string(),
  instance_uuid: text,
  request_id: z.string(),
  user_id: text,
  project_id: text,
  start_time: text,
  updated_at: text,
  message: text,
  /** Only when the action itself was read. */
  events: z.array(InstanceActionEventSchema).nullish(),
});
export type InstanceAction = z.infer<typeof InstanceActionSchema>;
export const InstanceActionsSchema = z.object({ instanceActions: z.array(InstanceActionSchema) });
export const InstanceActionBodySchema = z.object({ instanceAction: InstanceActionSchema });

export const FlavorSchema = z.object({
  id: z.string(),
  name: z.string(),
  vcpus: count,
  ram: count,
  disk: count,
  description: text,
  /** In the flavor itself since 2.61; the client reads it for older clouds. */
  extra_specs: z.record(z.string(), z.string()).nullish(),
  'os-flavor-access:is_public': flag,
  'OS-FLV-DISABLED:disabled': flag,
});
export type Flavor = z.infer<typeof FlavorSchema>;
export const FlavorBodySchema = z.object({ flavor: FlavorSchema });
export const FlavorPageSchema = z.object({ flavors: z.array(FlavorSchema), flavors_links: LinksSchema });
export const ExtraSpecsSchema = z.object({ extra_specs: z.record(z.string(), z.string()) });

export const ComputeServiceSchema = z.object({
  id,
  binary: z.string(),
  host: z.string(),
  zone: text,
  /** `enabled` or `disabled`: what an operator, or ten failed builds in a row, decided. */
  status: z.string(),
  /** `up` or `down`: whether it reports. */
  state: z.string(),
  /** The last report. */
  updated_at: text,
  disabled_reason: text,
  forced_down: flag,
});
export type ComputeService = z.infer<typeof ComputeServiceSchema>;
export const ComputeServicesSchema = z.object({ services: z.array(ComputeServiceSchema) });

/** With the ironic driver there is one per node and `hypervisor_hostname` is the node's UUID. */
export const HypervisorSchema = z.object({
  id,
  hypervisor_hostname: z.string(),
  state: text,
  status: text,
  hypervisor_type: text,
  service: z.object({ id, host: text, disabled_reason: text }).nullish(),
  /** Gone since 2.88. */
  running_vms: count,
  vcpus: count,
  vcpus_used: count,
  memory_mb: count,
  memory_mb_used: count,
  local_gb: count,
  local_gb_used: count,
});
export type Hypervisor = z.infer<typeof HypervisorSchema>;
export const HypervisorPageSchema = z.object({
  hypervisors: z.array(HypervisorSchema),
  hypervisors_links: LinksSchema,
});
