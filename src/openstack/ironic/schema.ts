import { z } from 'zod';
import { listInPlace } from '../in-place.ts';
import { bag, count, flag, text, texts } from '../wire.ts';

/**
 * Ironic's resources as its REST API words them (openstack/ironic api-ref/source and
 * doc/source/contributor/webapi-version-history.rst). Times are ISO 8601.
 */

/** Before 1.2 the state `available` reads as null; an absent one ('') was not asked for. */
const provisionState = z
  .string()
  .nullish()
  .transform((state) => state ?? (state === null ? 'available' : ''));

export const StepSchema = z
  .looseObject({ step: text, interface: text, priority: count, abortable: flag })
  .nullish();

export const NodeSchema = z.object({
  uuid: z.string(),
  name: text,
  created_at: text,
  updated_at: text,
  description: text,
  owner: text,
  lessee: text,
  shard: text,
  parent_node: text,

  provision_state: provisionState,
  target_provision_state: text,
  provision_updated_at: text,
  power_state: text,
  target_power_state: text,
  last_error: text,
  maintenance: flag,
  maintenance_reason: text,
  /** `power failure`, `clean failure`, `rescue abort failure`, `service failure` or nothing; since 1.42. */
  fault: text,
  /** The BMC's own health summary; since 1.109, Redfish only: null is not "OK". */
  health: text,
  /** Host name of the conductor that holds the lock. */
  reservation: text,
  /** Host name of the conductor that is responsible now; since 1.49. Null when none can be. */
  conductor: text,
  conductor_group: text,
  instance_uuid: text,
  instance_name: text,
  allocation_uuid: text,
  resource_class: text,
  traits: texts,
  protected: flag,
  protected_reason: text,
  retired: flag,
  retired_reason: text,
  automated_clean: flag,
  disable_power_off: flag,
  console_enabled: flag,
  boot_mode: text,
  secure_boot: flag,
  inspection_started_at: text,
  inspection_finished_at: text,

  driver: text,
  bios_interface: text,
  boot_interface: text,
  console_interface: text,
  deploy_interface: text,
  firmware_interface: text,
  inspect_interface: text,
  management_interface: text,
  network_interface: text,
  power_interface: text,
  raid_interface: text,
  rescue_interface: text,
  storage_interface: text,
  vendor_interface: text,

  /** Wire data: may hold secrets that Ironic did not mask. `scrub` before it leaves the process. */
  driver_info: bag,
  driver_internal_info: bag,
  instance_info: bag,
  properties: bag,
  extra: bag,
  raid_config: bag,
  target_raid_config: bag,
  clean_step: StepSchema,
  deploy_step: StepSchema,
  service_step: StepSchema,
});
export type Node = z.infer<typeof NodeSchema>;
export const NODE_FIELDS = Object.keys(NodeSchema.shape) as readonly (keyof Node)[];

export const NodePageSchema = z.object({ nodes: z.array(NodeSchema), next: text });
/** Addresses of what else there is to read, a third of a node's text in detail. */
const NODE_LINKS = ['links', 'ports', 'portgroups', 'states', 'volume'];
/** The same for whoever looks at all nodes and keeps few: what Ironic says beyond our fields is still in them. */
export const FleetPageSchema = z.object({ nodes: listInPlace(NodeSchema, NODE_LINKS), next: text });

export const InterfaceValidationSchema = z.object({ result: z.boolean().nullable(), reason: text });
export type InterfaceValidation = z.infer<typeof InterfaceValidationSchema>;
/** By interface: `power`, `management`, `boot`, `deploy`, `network`, ... Null: the driver does not support it. */
export const ValidationResultSchema = z.record(z.string(), InterfaceValidationSchema);

/**
 * Ironic's answer to "would this node work?". A refusal is an answer too: an interface that is no longer enabled is
 * a 400 and a node without a living conductor a 404, both with the reason.
 */
export type Validation =
  | { readonly kind: 'result'; readonly interfaces: Readonly<Record<string, InterfaceValidation>> }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string };

export const PortSchema = z.object({
  uuid: z.string(),
  address: z.string(),
  name: text,
  node_uuid: text,
  portgroup_uuid: text,
  physical_network: text,
  pxe_enabled: flag,
  is_smartnic: flag,
  description: text,
  /** `switch_id`, `port_id`, `switch_info`. */
  local_link_connection: bag,
  /** `tenant_vif_port_id`, `cleaning_vif_port_id`, `provisioning_vif_port_id`, ... */
  internal_info: bag,
  extra: bag,
  created_at: text,
  updated_at: text,
});
export type Port = z.infer<typeof PortSchema>;
export const PortPageSchema = z.object({ ports: z.array(PortSchema), next: text });
/** The same where the ports of all nodes are read, with none but the fields that were asked for. */
export const FleetPortPageSchema = z.object({ ports: listInPlace(PortSchema, ['links']), next: text });

export const PortgroupSchema = z.object({
  uuid: z.string(),
  name: text,
  address: text,
  node_uuid: text,
  /** The bonding mode as Linux names it, e.g. `802.3ad`. */
  mode: text,
  standalone_ports_supported: flag,
  properties: bag,
  /** `tenant_vif_port_id`; those of a ramdisk are on ports. */
  internal_info: bag,
  extra: bag,
  created_at: text,
  updated_at: text,
});
export type Portgroup = z.infer<typeof PortgroupSchema>;
export const PortgroupPageSchema = z.object({ portgroups: z.array(PortgroupSchema), next: text });

/** A disk as the agent or the BMC reported it (openstack/ironic-python-agent ironic_python_agent/hardware.py, BlockDevice). */
const DiskSchema = z.object({
  name: text,
  model: text,
  /** Bytes. */
  size: z.number().nullish(),
  rotational: flag,
  wwn: text,
  serial: text,
  vendor: text,
  hctl: text,
  by_path: text,
});
const NetworkInterfaceSchema = z.object({
  name: text,
  mac_address: text,
  has_carrier: flag,
  ipv4_address: text,
  /** Type and value of each LLDP TLV, as numbers and hexadecimal text. */
  lldp: z.array(z.unknown()).nullish(),
});
/**
 * The part of `GET /v1/nodes/{node}/inventory` that is judged; the rest of it is big and differs by hook
 * (openstack/ironic ironic/drivers/modules/inspect_utils.py).
 */
export const InventorySchema = z.object({
  inventory: z.object({
    disks: z.array(DiskSchema).nullish(),
    interfaces: z.array(NetworkInterfaceSchema).nullish(),
    boot: bag,
    system_vendor: bag,
  }),
  plugin_data: bag,
});
export type Inventory = z.infer<typeof InventorySchema>;

/** openstack/ironic ironic/api/controllers/v1/firmware.py */
export const FirmwareComponentSchema = z.object({
  component: z.string(),
  initial_version: text,
  current_version: text,
  last_version_flashed: text,
  created_at: text,
  updated_at: text,
});
export type FirmwareComponent = z.infer<typeof FirmwareComponentSchema>;
export const FirmwareSchema = z.object({ firmware: z.array(FirmwareComponentSchema) });

/** One line of what Ironic remembers about a node; `event` only in detail. Since 1.78. */
export const HistoryEventSchema = z.object({
  uuid: z.string(),
  created_at: text,
  severity: text,
  /** `provisioning`, `cleaning`, `deploying`, `monitoring`, ... (openstack/ironic ironic/common/states.py). */
  event_type: text,
  event: text,
  conductor: text,
  user: text,
  /** Since 1.113. */
  project: text,
  /** The provision state when it was written, where that was headed, and seconds since that state began; since 1.115. */
  state: text,
  target_provision_state: text,
  duration_seconds: count,
});
export type HistoryEvent = z.infer<typeof HistoryEventSchema>;
export const HistoryPageSchema = z.object({ history: z.array(HistoryEventSchema), next: text });

export const ConductorSchema = z.object({
  hostname: z.string(),
  conductor_group: text,
  alive: flag,
  drivers: texts,
  created_at: text,
  /** The last heartbeat. */
  updated_at: text,
});
export type Conductor = z.infer<typeof ConductorSchema>;
export const ConductorPageSchema = z.object({ conductors: z.array(ConductorSchema), next: text });

export const DriverSchema = z.object({
  name: z.string(),
  hosts: texts,
  type: text,
  default_bios_interface: text,
  default_boot_interface: text,
  default_console_interface: text,
  default_deploy_interface: text,
  default_firmware_interface: text,
  default_inspect_interface: text,
  default_management_interface: text,
  default_network_interface: text,
  default_power_interface: text,
  default_raid_interface: text,
  default_rescue_interface: text,
  default_storage_interface: text,
  default_vendor_interface: text,
  enabled_bios_interfaces: texts,
  enabled_boot_interfaces: texts,
  enabled_console_interfaces: texts,
  enabled_deploy_interfaces: texts,
  enabled_firmware_interfaces: texts,
  enabled_inspect_interfaces: texts,
  enabled_management_interfaces: texts,
  enabled_network_interfaces: texts,
  enabled_power_interfaces: texts,
  enabled_raid_interfaces: texts,
  enabled_rescue_interfaces: texts,
  enabled_storage_interfaces: texts,
  enabled_vendor_interfaces: texts,
});
export type Driver = z.infer<typeof DriverSchema>;
export const DriverPageSchema = z.object({ drivers: z.array(DriverSchema) });

/** Ironic's own allocation (standalone scheduling), not Placement's. Since 1.52. */
export const NodeAllocationSchema = z.object({
  uuid: z.string(),
  name: text,
  node_uuid: text,
  state: text,
  last_error: text,
  resource_class: text,
  traits: texts,
  candidate_nodes: texts,
  owner: text,
  created_at: text,
  updated_at: text,
});
export type NodeAllocation = z.infer<typeof NodeAllocationSchema>;
export const NodeAllocationPageSchema = z.object({ allocations: z.array(NodeAllocationSchema), next: text });

/** Since 1.32. `properties` may hold CHAP secrets: `scrub` before it leaves the process. */
export const VolumeTargetSchema = z.object({
  uuid: z.string(),
  node_uuid: text,
  volume_type: text,
  volume_id: text,
  boot_index: count,
  properties: bag,
  created_at: text,
  updated_at: text,
});
export type VolumeTarget = z.infer<typeof VolumeTargetSchema>;
export const VolumeTargetPageSchema = z.object({ targets: z.array(VolumeTargetSchema), next: text });

export const TraitsSchema = z.object({ traits: z.array(z.string()) });
