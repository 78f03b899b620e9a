import { createHash } from 'node:crypto';
import type { Call } from '../reply.ts';
import type { CloudState, ComputeServiceRecord, FlavorRecord, NodeRecord, ServerRecord } from '../state.ts';
import { bareTime } from '../times.ts';

export interface NovaCall extends Call {
  readonly minor: number;
  readonly state: CloudState;
}

/** The `self` and `bookmark` links of a resource; `path` begins after `/v2.1/`. */
export function novaLinks(call: NovaCall, path: string): { rel: string; href: string }[] {
  return [
    { rel: 'self', href: `${call.base}/v2.1/${path}` },
    { rel: 'bookmark', href: `${call.base}/${path}` },
  ];
}

/** A hash of project and host, as Nova tells tenants whether servers share a host. */
function hostId(server: ServerRecord): string {
  if (server.host === null) return '';
  return createHash('sha224').update(`${server.projectId}${server.host}`).digest('hex');
}

function flavorOf(call: NovaCall, server: ServerRecord) {
  const flavor = call.state.flavors.find((one) => one.id === server.flavorId);
  if (call.minor < 47 || !flavor) {
    return {
      id: server.flavorId,
      links: [{ rel: 'bookmark', href: `${call.base}/flavors/${server.flavorId}` }],
    };
  }
  const { vcpus, ram, disk, name, extra_specs } = flavor;
  return { vcpus, ram, disk, ephemeral: 0, swap: 0, original_name: name, extra_specs };
}

function addresses(call: NovaCall, server: ServerRecord) {
  const ports = call.state.neutronPorts.filter((port) => port.device_id === server.id);
  const named = ports.map((port) => {
    const network = call.state.networks.find((one) => one.id === port.network_id);
    return [
      network?.name ?? 'unknown',
      [
        {
          version: 4,
          addr: port.ip_address,
          'OS-EXT-IPS:type': 'fixed',
          'OS-EXT-IPS-MAC:mac_addr': port.mac_address,
        },
      ],
    ];
  });
  return Object.fromEntries(named);
}

const upStates = { active: 1, building: 0, error: 0 } as const;

/** A server as `GET /servers/<id>` shows it. `inList` leaves out the fault of those that never left cell0. */
export function viewServer(call: NovaCall, server: ServerRecord, inList: boolean) {
  const index = call.state.servers.indexOf(server) + 1;
  const failed = server.status === 'ERROR';
  const at = (minor: number, fields: { [name: string]: unknown }) => (call.minor >= minor ? fields : {});
  const service = call.state.computeServices.find((one) => one.host === server.host);
  return {
    id: server.id,
    name: server.name,
    status: server.status,
    tenant_id: server.projectId,
    user_id: server.userId,
    metadata: {},
    hostId: hostId(server),
    image: {
      id: server.imageId,
      links: [{ rel: 'bookmark', href: `${call.base}/images/${server.imageId}` }],
    },
    flavor: flavorOf(call, server),
    created: server.created,
    updated: server.updated,
    addresses: addresses(call, server),
    accessIPv4: '',
    accessIPv6: '',
    links: novaLinks(call, `servers/${server.id}`),
    'OS-DCF:diskConfig': 'MANUAL',
    ...(failed || server.status === 'DELETED' ? {} : { progress: 0 }),
    ...(failed && server.fault && !(inList && server.cell0) ? { fault: server.fault } : {}),
    'OS-EXT-AZ:availability_zone': server.host === null ? '' : 'nova',
    config_drive: '',
    key_name: null,
    'OS-SRV-USG:launched_at': server.launched_at,
    'OS-SRV-USG:terminated_at': null,
    'OS-EXT-SRV-ATTR:host': server.host,
    'OS-EXT-SRV-ATTR:instance_name': `instance-${index.toString(16).padStart(8, '0')}`,
    'OS-EXT-SRV-ATTR:hypervisor_hostname': server.nodeUuid,
    ...at(3, {
      'OS-EXT-SRV-ATTR:reservation_id': `r-${server.id.slice(0, 8)}`,
      'OS-EXT-SRV-ATTR:launch_index': 0,
      'OS-EXT-SRV-ATTR:hostname': server.name,
      'OS-EXT-SRV-ATTR:kernel_id': '',
      'OS-EXT-SRV-ATTR:ramdisk_id': '',
      'OS-EXT-SRV-ATTR:root_device_name': failed && server.cell0 ? null : '/dev/sda',
      'OS-EXT-SRV-ATTR:user_data': null,
    }),
    'OS-EXT-STS:task_state': server.task_state,
    'OS-EXT-STS:vm_state': server.vm_state,
    'OS-EXT-STS:power_state': server.vm_state === 'active' ? upStates.active : 0,
    'os-extended-volumes:volumes_attached': [],
    ...at(16, { host_status: server.host === null ? '' : service?.state === 'up' ? 'UP' : 'UNKNOWN' }),
    ...at(9, { locked: false }),
    ...at(73, { locked_reason: null }),
    ...at(19, { description: null }),
    ...at(26, { tags: [] }),
    ...at(63, { trusted_image_certificates: null }),
    ...at(71, inList ? {} : { server_groups: [] }),
  };
}

/** A flavor; the extra specs are part of it from 2.61 on. */
export function viewFlavor(call: NovaCall, flavor: FlavorRecord, detail: boolean) {
  const description = call.minor >= 55 ? { description: flavor.description } : {};
  const links = novaLinks(call, `flavors/${flavor.id}`);
  if (!detail) return { id: flavor.id, name: flavor.name, links, ...description };
  return {
    id: flavor.id,
    name: flavor.name,
    ram: flavor.ram,
    disk: flavor.disk,
    swap: call.minor >= 75 ? 0 : '',
    'OS-FLV-EXT-DATA:ephemeral': 0,
    'OS-FLV-DISABLED:disabled': false,
    vcpus: flavor.vcpus,
    'os-flavor-access:is_public': true,
    rxtx_factor: 1,
    links,
    ...description,
    ...(call.minor >= 61 ? { extra_specs: flavor.extra_specs } : {}),
  };
}

/** A compute service; its id is a UUID from 2.53 on, a number before. */
export function viewService(call: NovaCall, service: ComputeServiceRecord) {
  return {
    binary: service.binary,
    host: service.host,
    id: call.minor >= 53 ? service.id : service.numericId,
    zone: service.zone,
    status: service.status,
    state: service.state,
    updated_at: service.updated_at,
    disabled_reason: service.disabled_reason,
    ...(call.minor >= 11 ? { forced_down: service.forced_down } : {}),
  };
}

/** A hypervisor: one per bare-metal node, named by the node's UUID. */
export function viewHypervisor(call: NovaCall, node: NodeRecord, detail: boolean) {
  const service = call.state.computeServices.find((one) => one.host === node.hidden.computeHost);
  const modern = call.minor >= 53;
  const id = modern ? node.uuid : call.state.nodes.indexOf(node) + 1;
  const brief = {
    id,
    hypervisor_hostname: node.uuid,
    state: service?.state ?? 'down',
    status: service?.status ?? 'disabled',
  };
  if (!detail) return brief;
  const used = node.instance_uuid !== null;
  return {
    ...brief,
    hypervisor_type: 'ironic',
    hypervisor_version: 1,
    host_ip: '10.40.0.5',
    service: {
      id: modern ? service?.id : service?.numericId,
      host: node.hidden.computeHost,
      disabled_reason: service?.disabled_reason ?? null,
    },
    ...(call.minor >= 88
      ? { uptime: null }
      : {
          vcpus: 0,
          memory_mb: 0,
          local_gb: 0,
          vcpus_used: 0,
          memory_mb_used: 512,
          local_gb_used: 0,
          free_ram_mb: -512,
          free_disk_gb: 0,
          current_workload: 0,
          running_vms: used ? 1 : 0,
          disk_available_least: 0,
          cpu_info: '',
        }),
  };
}

/** What was done to a server, newest first; its making is the last. */
export function viewActions(server: ServerRecord, detail: boolean) {
  const later = server.actions.map((one) => ({
    instance_uuid: server.id,
    project_id: server.projectId,
    message: null,
    updated_at: one.start_time,
    ...one,
    ...(detail ? { events: [] } : {}),
  }));
  return [...later.toReversed(), viewAction(server, detail)];
}

/** The `create` action of a server with its events; request ids are stable, since Nova stores them. */
function viewAction(server: ServerRecord, detail: boolean) {
  return {
    action: 'create',
    instance_uuid: server.id,
    request_id: `req-${server.id}`,
    user_id: server.userId,
    project_id: server.projectId,
    start_time: bareTime(Date.parse(server.created)),
    message: server.status === 'ERROR' && !server.cell0 ? 'Error' : null,
    updated_at: bareTime(Date.parse(server.updated)),
    ...(detail
      ? {
          events: server.events.map((event) => ({
            ...event,
            hostId: hostId({ ...server, host: event.host }),
          })),
        }
      : {}),
  };
}
