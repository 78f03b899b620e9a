import type { JsonObject } from '../json.ts';

/** The interfaces whose results `GET /v1/nodes/<id>/validate` lists, in Ironic's order. */
export const validatedInterfaces = [
  'boot',
  'deploy',
  'management',
  'network',
  'power',
  'bios',
  'console',
  'inspect',
  'raid',
  'rescue',
  'storage',
] as const;
export type ValidatedInterface = (typeof validatedInterfaces)[number];

/** What the API never shows: how the simulated machine behaves and how Nova sees it. */
export interface Hidden {
  /** Does the ramdisk call back when the node is next deployed, cleaned or inspected? */
  ramdisk: 'calls-back' | 'silent';
  /** null: the BMC answers. Otherwise the text that Ironic wraps when it does not. */
  bmcError: string | null;
  /** Whether a ramdisk is running that sends heartbeats, which keep `agent_last_heartbeat` fresh. */
  heartbeats: boolean;
  /** Interfaces that validation refuses, with the reason. */
  invalid: { [name in ValidatedInterface]?: string };
  /** nova-compute host that manages the node; null: Nova does not know the node. */
  computeHost: string | null;
  /** `follows`: the resource tracker keeps Placement up to date. `frozen`: it does not (stale view). */
  placement: 'follows' | 'frozen';
}

/** A node as Ironic's database has it, secrets included; field names and units are those of the API. */
export interface NodeRecord {
  uuid: string;
  created_at: string;
  updated_at: string | null;
  allocation_uuid: string | null;
  automated_clean: boolean | null;
  bios_interface: string;
  boot_interface: string;
  boot_mode: string | null;
  chassis_uuid: string | null;
  clean_step: JsonObject;
  conductor_group: string;
  console_enabled: boolean;
  console_interface: string;
  deploy_interface: string;
  deploy_step: JsonObject;
  description: string | null;
  disable_power_off: boolean;
  driver: string;
  driver_info: JsonObject;
  driver_internal_info: JsonObject;
  extra: JsonObject;
  fault: string | null;
  firmware_interface: string;
  health: string | null;
  inspection_finished_at: string | null;
  inspection_started_at: string | null;
  inspect_interface: string;
  instance_info: JsonObject;
  instance_name: string | null;
  instance_uuid: string | null;
  last_error: string | null;
  lessee: string | null;
  maintenance: boolean;
  maintenance_reason: string | null;
  management_interface: string;
  name: string;
  network_data: JsonObject;
  network_interface: string;
  owner: string | null;
  parent_node: string | null;
  power_interface: string;
  power_state: string | null;
  properties: JsonObject;
  protected: boolean;
  protected_reason: string | null;
  provision_state: string;
  provision_updated_at: string;
  raid_config: JsonObject;
  raid_interface: string;
  rescue_interface: string;
  reservation: string | null;
  resource_class: string | null;
  retired: boolean;
  retired_reason: string | null;
  secure_boot: boolean | null;
  service_step: JsonObject;
  shard: string | null;
  storage_interface: string;
  target_power_state: string | null;
  target_provision_state: string | null;
  target_raid_config: JsonObject;
  traits: string[];
  vendor_interface: string;
  hidden: Hidden;
}

export interface PortRecord {
  uuid: string;
  created_at: string;
  updated_at: string | null;
  address: string;
  extra: JsonObject;
  internal_info: JsonObject;
  is_smartnic: boolean;
  local_link_connection: JsonObject;
  physical_network: string | null;
  pxe_enabled: boolean;
  node_uuid: string;
  portgroup_uuid: string | null;
}

export interface PortgroupRecord {
  uuid: string;
  created_at: string;
  updated_at: string | null;
  address: string | null;
  extra: JsonObject;
  internal_info: JsonObject;
  mode: string;
  name: string;
  node_uuid: string;
  physical_network: string | null;
  properties: JsonObject;
  standalone_ports_supported: boolean;
}

/** A volume target; the API always shows the properties' secrets masked. */
export interface VolumeTargetRecord {
  uuid: string;
  created_at: string;
  updated_at: string | null;
  boot_index: number;
  extra: JsonObject;
  node_uuid: string;
  properties: JsonObject;
  volume_id: string;
  volume_type: string;
}

export interface AllocationRecord {
  uuid: string;
  created_at: string;
  updated_at: string | null;
  candidate_nodes: string[];
  extra: JsonObject;
  last_error: string | null;
  name: string | null;
  node_uuid: string | null;
  owner: string | null;
  resource_class: string;
  state: string;
  traits: string[];
}

export interface HistoryRecord {
  uuid: string;
  node_uuid: string;
  created_at: string;
  severity: 'ERROR' | 'INFO';
  event_type: string;
  event: string;
  conductor: string;
  user: string | null;
}

/** What inspection stored of a node; a node without one answers 404. */
export interface NodeInventoryRecord {
  node_uuid: string;
  inventory: JsonObject;
  plugin_data: JsonObject;
}

/** A firmware component as the driver last read it. */
export interface FirmwareRecord {
  node_uuid: string;
  component: string;
  initial_version: string;
  current_version: string | null;
  last_version_flashed: string | null;
  created_at: string;
  updated_at: string | null;
}

export interface ConductorRecord {
  hostname: string;
  conductor_group: string;
  drivers: string[];
  created_at: string;
  updated_at: string;
  /** Whether the process runs. The heartbeat (`updated_at`) follows the clock while it does. */
  alive: boolean;
  /** Interfaces by kind that its own configuration enables beyond those of all. */
  enables?: { [kind: string]: string[] };
}

/** A hardware type with its interfaces. The API shows what all conductors that ever registered enable. */
export interface DriverRecord {
  name: string;
  interfaces: { [kind: string]: { default: string; enabled: string[] } };
}
