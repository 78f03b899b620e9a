import type {
  AllocationRecord,
  ConductorRecord,
  DriverRecord,
  FirmwareRecord,
  HistoryRecord,
  NodeInventoryRecord,
  NodeRecord,
  PortgroupRecord,
  PortRecord,
  VolumeTargetRecord,
} from './ironic/records.ts';
import type { JsonObject } from './json.ts';
import type { LogRecord } from './logs/records.ts';
import type { ComputeServiceRecord, FlavorRecord, ServerRecord } from './nova/records.ts';
import type { ContainerRecord } from './swift/records.ts';

export type * from './ironic/records.ts';
export type { Json, JsonObject } from './json.ts';
export type * from './logs/records.ts';
export type * from './nova/records.ts';
export type * from './swift/records.ts';

export interface InventoryRecord {
  total: number;
  reserved: number;
}

/** A Placement provider; its uuid is that of the node. */
export interface ProviderRecord {
  uuid: string;
  generation: number;
  inventories: { [resourceClass: string]: InventoryRecord };
  traits: string[];
  /** Consumer (instance) to resources. */
  allocations: { [consumer: string]: { [resourceClass: string]: number } };
}

export interface ConsumerRecord {
  generation: number;
  /** Null where nobody said, as Nova does not; Placement shows it as `unknown`. */
  consumer_type: string | null;
  project_id: string;
  user_id: string;
}

export interface NetworkRecord {
  id: string;
  name: string;
  created_at: string;
  physical_network: string;
  segmentation_id: number | null;
  subnet: { id: string; cidr: string };
}

export interface NeutronPortRecord {
  id: string;
  name: string;
  network_id: string;
  mac_address: string;
  status: string;
  device_id: string;
  device_owner: string;
  host_id: string;
  vif_type: string;
  profile: JsonObject;
  ip_address: string;
  created_at: string;
}

export interface ImageRecord {
  id: string;
  name: string;
  disk_format: string;
  size: number;
  virtual_size: number | null;
  status: string;
  created_at: string;
  /** Free properties, e.g. `kernel_id`, `img_type`; they appear at the top level of the API's image. */
  properties: { [key: string]: string };
}

/** The whole cloud. Plain and mutable: tests may poke what they like between requests. */
export interface CloudState {
  nodes: NodeRecord[];
  ports: PortRecord[];
  portgroups: PortgroupRecord[];
  volumeTargets: VolumeTargetRecord[];
  allocations: AllocationRecord[];
  history: HistoryRecord[];
  nodeInventories: NodeInventoryRecord[];
  firmware: FirmwareRecord[];
  conductors: ConductorRecord[];
  drivers: DriverRecord[];
  flavors: FlavorRecord[];
  servers: ServerRecord[];
  computeServices: ComputeServiceRecord[];
  providers: ProviderRecord[];
  /** Consumers whose allocations were written since the start; what Nova wrote before has generation 1. */
  consumers: Map<string, ConsumerRecord>;
  /** Resource classes and traits that Placement was ever told of; others are a 400. */
  knownClasses: Set<string>;
  knownTraits: Set<string>;
  networks: NetworkRecord[];
  neutronPorts: NeutronPortRecord[];
  images: ImageRecord[];
  /** Swift's, in the account of project `admin`. */
  containers: ContainerRecord[];
  /** What the services wrote into their logs, in any order. */
  log: LogRecord[];
}

/** A cloud with nothing in it but what Placement knows from the start. */
export function emptyState(): CloudState {
  return {
    nodes: [],
    ports: [],
    portgroups: [],
    volumeTargets: [],
    allocations: [],
    history: [],
    nodeInventories: [],
    firmware: [],
    conductors: [],
    drivers: [],
    flavors: [],
    servers: [],
    computeServices: [],
    providers: [],
    consumers: new Map(),
    knownClasses: new Set(['VCPU', 'MEMORY_MB', 'DISK_GB']),
    knownTraits: new Set(['COMPUTE_NODE', 'COMPUTE_STATUS_DISABLED', 'HW_CPU_X86_AVX2']),
    networks: [],
    neutronPorts: [],
    images: [],
    containers: [],
    log: [],
  };
}
