import type { Agenda } from './agenda.ts';
import { type ImageName, images, type NetworkName, networks } from './base.ts';
import { carrierOf } from './bond.ts';
import { checksumsOf } from './glance/service.ts';
import { macFrom, numberFrom, plainIdFrom, uuidFrom } from './ids.ts';
import type { Life } from './ironic/lifecycle.ts';
import { projects, users } from './keystone/identities.ts';
import { conductorFor } from './logs/conductor-for.ts';
import { type Asker, contextOf } from './logs/oslo.ts';
import { nodeDefaults } from './node-defaults.ts';
import { placementClass } from './placement/resource-tracker.ts';
import { marked } from './secrets.ts';
import type {
  CloudState,
  FlavorRecord,
  ImageRecord,
  JsonObject,
  LogLevel,
  NeutronPortRecord,
  NodeRecord,
  PortRecord,
  ProviderRecord,
  ServerRecord,
} from './state.ts';
import { day, ironicTime, zuluTime } from './times.ts';

/** Interfaces of the usual hardware types, chosen together. */
export type Family = 'ipmi' | 'redfish';

export interface NodeOptions extends Partial<Omit<NodeRecord, 'hidden'>> {
  name: string;
  family?: Family;
  hidden?: Partial<NodeRecord['hidden']>;
  /** Milliseconds since the node entered its state. */
  since?: number;
  /** The switch of the node's port, e.g. `leaf-11`. */
  leaf?: string;
}

export interface ServerOptions extends Partial<ServerRecord> {
  name: string;
  flavor: FlavorRecord;
  /** The node it runs, builds or failed on. */
  node?: NodeRecord;
  image?: ImageName;
  /** Milliseconds since it was asked for. */
  since?: number;
}

/** An entry in a service's log. */
export interface LogOptions {
  /** Milliseconds before the start of the cloud. */
  ago: number;
  service: 'ironic-conductor' | 'nova-scheduler' | 'nova-compute' | 'neutron-server';
  host: string;
  level: LogLevel;
  /** `ironic.conductor.utils`. */
  logger: string;
  /** Whose request it was; the service's own rounds when absent. */
  asker?: Asker;
  text: string;
  traceback?: readonly string[];
}

/** What a scenario builds with. Everything it makes is consistent over the services unless it says otherwise. */
export interface Site extends Life {
  readonly state: CloudState;
  readonly agenda: Agenda;
  /** Milliseconds at the start of the cloud; scenarios date everything back from here. */
  readonly start: number;
  ago(ms: number): number;
  node(options: NodeOptions): NodeRecord;
  history(node: NodeRecord, since: number, type: string, event: string): void;
  /** Writes into a service's log, as oslo.log would. */
  log(entry: LogOptions): void;
  flavor(name: string, resourceClass: string, extraSpecs?: { [key: string]: string }): FlavorRecord;
  server(options: ServerOptions): ServerRecord;
  image(name: ImageName): ImageRecord;
  /** A Neutron port of a node on one of the networks; `field` is where Ironic has it on the node's port or bond. */
  vif(
    node: NodeRecord,
    network: NetworkName,
    field: string,
    options?: Partial<NeutronPortRecord>,
  ): NeutronPortRecord;
  port(node: NodeRecord): PortRecord;
  provider(node: NodeRecord): ProviderRecord;
}

function required<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`the scenario asks for ${what}, which is not there`);
  return found;
}

/** What Nova writes into a node before it deploys it, together with what the conductor adds. */
function instanceInfo(server: ServerRecord, flavor: FlavorRecord, image: ImageRecord): JsonObject {
  return {
    image_source: image.id,
    root_gb: String(flavor.disk),
    swap_mb: '0',
    display_name: server.name,
    vcpus: String(flavor.vcpus),
    nova_host_id: 'compute-1',
    memory_mb: String(flavor.ram),
    local_gb: '894',
    configdrive: marked(`configdrive-${server.name}`),
    image_type: 'whole-disk',
    image_url: `https://swift.example/v1/glance/${image.id}?temp_url_sig=${marked(`temp-url-${server.name}`)}`,
    image_checksum: checksumsOf(image).checksum,
    image_os_hash_algo: checksumsOf(image).os_hash_algo,
    image_os_hash_value: checksumsOf(image).os_hash_value,
    image_disk_format: image.disk_format,
    image_container_format: 'bare',
    image_tags: [],
    image_properties: { os_hidden: false, virtual_size: image.virtual_size },
  };
}

/** A building site over an empty or a partly filled cloud; `start` in milliseconds. */
export function createSite(state: CloudState, agenda: Agenda, start: number): Site {
  const ago = (ms: number) => start - ms;

  const node: Site['node'] = (options) => {
    const { family = 'ipmi', hidden, since = 9 * day, leaf = 'leaf-11', ...fields } = options;
    const record = {
      ...nodeDefaults(options.name, family, ago(60 * day), ago(since)),
      ...fields,
    };
    const made: NodeRecord = { ...record, hidden: { ...record.hidden, ...hidden } };
    state.nodes.push(made);
    state.ports.push({
      uuid: uuidFrom(`port-${made.name}`),
      created_at: made.created_at,
      updated_at: null,
      address: macFrom(made.name),
      extra: {},
      internal_info: {},
      is_smartnic: false,
      local_link_connection: {
        switch_id: macFrom(leaf),
        port_id: `Ethernet1/${1 + numberFrom(made.name, 48)}`,
        switch_info: leaf,
      },
      physical_network: 'physnet1',
      pxe_enabled: true,
      node_uuid: made.uuid,
      portgroup_uuid: null,
    });
    return made;
  };

  const port: Site['port'] = (of) =>
    required(
      state.ports.find((one) => one.node_uuid === of.uuid),
      `a port of ${of.name}`,
    );

  const provider: Site['provider'] = (of) => {
    const known = state.providers.find((one) => one.uuid === of.uuid);
    if (known) return known;
    const made: ProviderRecord = {
      uuid: of.uuid,
      generation: 1,
      inventories: {},
      traits: [],
      allocations: {},
    };
    state.providers.push(made);
    return made;
  };

  const vif: Site['vif'] = (of, networkName, field, options = {}) => {
    const network = required(
      state.networks.find((one) => one.name === networks[networkName]),
      networkName,
    );
    const { carrier, behind } = carrierOf(state, port(of), field);
    const taken = state.neutronPorts.filter((one) => one.network_id === network.id).length;
    const made: NeutronPortRecord = {
      id: uuidFrom(`vif-${of.name}-${field}`),
      name: '',
      network_id: network.id,
      mac_address: carrier.address ?? macFrom(`vif-${of.name}-${field}`),
      status: 'ACTIVE',
      device_id: of.uuid,
      device_owner: 'baremetal:none',
      host_id: of.uuid,
      vif_type: 'other',
      profile: { local_link_information: behind.map((one) => one.local_link_connection) },
      ip_address: network.subnet.cidr.replace('0/24', String(10 + taken)),
      created_at: zuluTime(ago(0)),
      ...options,
    };
    state.neutronPorts.push(made);
    carrier.internal_info = { ...carrier.internal_info, [field]: made.id };
    return made;
  };

  const image: Site['image'] = (name) =>
    required(
      state.images.find((one) => one.name === images[name]),
      name,
    );

  const server: Site['server'] = (options) => {
    const { flavor, node: on, image: imageName = 'debian', since = day, ...fields } = options;
    const created = zuluTime(ago(since));
    const admin = required(
      users.find((user) => user.name === 'admin'),
      'the admin',
    );
    const made: ServerRecord = {
      id: uuidFrom(`server-${options.name}`),
      status: on ? 'ACTIVE' : 'ERROR',
      projectId: projects.admin.id,
      userId: admin.id,
      flavorId: flavor.id,
      imageId: image(imageName).id,
      created,
      updated: created,
      launched_at: on ? created : null,
      fault: null,
      cell0: !on,
      host: on?.hidden.computeHost ?? null,
      nodeUuid: on?.uuid ?? null,
      task_state: null,
      vm_state: on ? 'active' : 'error',
      events: [],
      actions: [],
      ...fields,
    };
    state.servers.push(made);
    if (on && made.status !== 'ERROR') {
      on.instance_uuid = made.id;
      on.instance_info = instanceInfo(made, flavor, image(imageName));
      if (on.resource_class !== null) {
        provider(on).allocations[made.id] = { [placementClass(on.resource_class)]: 1 };
      }
    }
    if (on && made.status === 'ACTIVE') {
      vif(on, 'tenant', 'tenant_vif_port_id', { device_id: made.id, device_owner: 'compute:nova' });
    }
    return made;
  };

  return {
    state,
    agenda,
    start,
    ago,
    node,
    port,
    provider,
    vif,
    image,
    server,
    history(of, since, type, event) {
      state.history.push({
        uuid: uuidFrom(`history-${of.uuid}-${state.history.length}`),
        node_uuid: of.uuid,
        created_at: ironicTime(ago(since)),
        severity: 'ERROR',
        event_type: type,
        event,
        conductor: conductorFor(of),
        user: null,
      });
    },
    log({ ago: before, asker = 'itself', traceback = [], ...entry }) {
      const context = contextOf(asker, entry.service, entry.host);
      state.log.push({ at: ago(before), context, traceback, ...entry });
    },
    flavor(name, resourceClass, extraSpecs = {}) {
      const known = state.flavors.find((one) => one.name === name);
      if (known) {
        if (known.extra_specs[`resources:${resourceClass}`] === undefined)
          throw new Error(`two scenarios mean different flavors by ${name}`);
        return known;
      }
      const made: FlavorRecord = {
        id: plainIdFrom(`flavor-${name}`),
        name,
        ram: 262144,
        disk: 100,
        vcpus: 64,
        description: null,
        extra_specs: {
          [`resources:${resourceClass}`]: '1',
          'resources:DISK_GB': '0',
          'resources:MEMORY_MB': '0',
          'resources:VCPU': '0',
          ...extraSpecs,
        },
      };
      state.flavors.push(made);
      return made;
    },
  };
}
