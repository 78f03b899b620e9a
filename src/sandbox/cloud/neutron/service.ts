import { z } from 'zod';
import { uuidFrom } from '../ids.ts';
import { projects } from '../keystone/identities.ts';
import { isAdmin, seesEverything } from '../keystone/tokens.ts';
import { page } from '../paging.ts';
import { type Call, ok, type Reply, type Service, unauthorized } from '../reply.ts';
import { type Route, route } from '../router.ts';
import type { CloudState, NetworkRecord, NeutronPortRecord } from '../state.ts';
import { zuluTime } from '../times.ts';

export interface NeutronContext {
  readonly state: CloudState;
  keystoneUrl(): string;
}

type Fields = { [field: string]: unknown };

function neutronError(status: number, type: string, message: string): Reply {
  return { status, body: { NeutronError: { type, message, detail: '' } } };
}

const owner = { tenant_id: projects.admin.id, project_id: projects.admin.id } as const;

function viewNetwork(network: NetworkRecord): Fields {
  return {
    id: network.id,
    name: network.name,
    ...owner,
    admin_state_up: true,
    mtu: 1500,
    status: 'ACTIVE',
    subnets: [network.subnet.id],
    shared: false,
    availability_zone_hints: [],
    availability_zones: [],
    ipv4_address_scope: null,
    ipv6_address_scope: null,
    'router:external': false,
    description: '',
    tags: [],
    created_at: network.created_at,
    updated_at: network.created_at,
    revision_number: 2,
    'provider:network_type': network.segmentation_id === null ? 'flat' : 'vlan',
    'provider:physical_network': network.physical_network,
    'provider:segmentation_id': network.segmentation_id,
  };
}

function viewPort(state: CloudState, port: NeutronPortRecord): Fields {
  const network = state.networks.find((one) => one.id === port.network_id);
  return {
    id: port.id,
    name: port.name,
    network_id: port.network_id,
    ...owner,
    mac_address: port.mac_address,
    admin_state_up: true,
    status: port.status,
    device_id: port.device_id,
    device_owner: port.device_owner,
    fixed_ips: [{ subnet_id: network?.subnet.id ?? '', ip_address: port.ip_address }],
    allowed_address_pairs: [],
    extra_dhcp_opts: [],
    security_groups: [uuidFrom('security-group-default')],
    description: '',
    'binding:vnic_type': 'baremetal',
    'binding:profile': port.profile,
    'binding:host_id': port.host_id,
    'binding:vif_type': port.vif_type,
    'binding:vif_details': {},
    tags: [],
    created_at: port.created_at,
    updated_at: port.created_at,
    revision_number: 1,
  };
}

function viewSubnet(network: NetworkRecord): Fields {
  const prefix = network.subnet.cidr.replace(/\.0\/24$/, '');
  return {
    id: network.subnet.id,
    name: `${network.name}-v4`,
    ...owner,
    network_id: network.id,
    ip_version: 4,
    subnetpool_id: null,
    enable_dhcp: true,
    ipv6_ra_mode: null,
    ipv6_address_mode: null,
    gateway_ip: `${prefix}.1`,
    cidr: network.subnet.cidr,
    allocation_pools: [{ start: `${prefix}.2`, end: `${prefix}.254` }],
    host_routes: [],
    dns_nameservers: [],
    description: '',
    service_types: [],
    tags: [],
    created_at: network.created_at,
    updated_at: network.created_at,
    revision_number: 0,
  };
}

const control = new Set(['limit', 'marker', 'fields', 'sort_key', 'sort_dir', 'page_reverse']);

/** A list with Neutron's filters (any field, repeatable), chosen fields, and `<name>_links` when a limit is given. */
function list(call: Call, name: string, items: readonly Fields[]): Reply {
  const filters = [...new Set(call.query.keys())].filter((key) => !control.has(key));
  const odd = filters.filter((key) => items[0] !== undefined && !(key in items[0]));
  if (odd.length > 0) {
    const names = odd.map((key) => `'${key}'`).join(', ');
    return neutronError(400, 'HTTPBadRequest', `[${names}] is invalid attribute for filtering`);
  }
  const found = items.filter((item) =>
    filters.every((key) => call.query.getAll(key).includes(String(item[key] ?? ''))),
  );
  const limit = call.query.get('limit');
  const marker = call.query.get('marker');
  const result = page(
    found,
    (item) => String(item['id']),
    marker,
    limit === null ? undefined : Number(limit),
  );
  if (result.kind === 'no-such-marker') {
    return neutronError(400, 'HTTPBadRequest', `Marker ${marker} could not be found`);
  }
  const fields = call.query.getAll('fields');
  const view = (item: Fields) =>
    fields.length === 0
      ? item
      : Object.fromEntries(fields.filter((key) => key in item).map((key) => [key, item[key]]));
  const kept = [...call.query]
    .filter(([key]) => key !== 'marker')
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
  const last = result.items.at(-1);
  const more = limit !== null && last !== undefined && result.items.length === Number(limit);
  const next = { rel: 'next', href: `${call.base}${call.path}?${kept}&marker=${String(last?.['id'])}` };
  return ok({ [name]: result.items.map(view), ...(more ? { [`${name}_links`]: [next] } : {}) });
}

const PortBody = z.object({
  port: z.object({ network_id: z.string(), mac_address: z.string(), name: z.string().optional() }),
});

function createPort(call: Call, state: CloudState): Reply {
  const parsed = PortBody.safeParse(call.body);
  if (!parsed.success) return neutronError(400, 'HTTPBadRequest', 'Invalid body for a port.');
  const { network_id, mac_address, name } = parsed.data.port;
  if (state.neutronPorts.some((port) => port.network_id === network_id && port.mac_address === mac_address)) {
    return neutronError(
      409,
      'MacAddressInUse',
      `Unable to complete operation for network ${network_id}. The mac address ${mac_address} is in use.`,
    );
  }
  const port: NeutronPortRecord = {
    id: uuidFrom(`port-${network_id}-${mac_address}-${state.neutronPorts.length}`),
    name: name ?? '',
    network_id,
    mac_address,
    status: 'DOWN',
    device_id: '',
    device_owner: '',
    host_id: '',
    vif_type: 'unbound',
    profile: {},
    ip_address: '10.20.9.9',
    created_at: zuluTime(call.now),
  };
  state.neutronPorts.push(port);
  return { status: 201, body: { port: viewPort(state, port) } };
}

/** What a router needs goes with the router (neutron/db/l3_db.py, prevent_l3_port_deletion); an instance's port goes at once. */
function deletePort(state: CloudState, id: string, mayDelete: boolean): Reply {
  const at = state.neutronPorts.findIndex((port) => port.id === id);
  if (at < 0) return neutronError(404, 'PortNotFound', `Port ${id} could not be found.`);
  if (!mayDelete) return neutronError(403, 'PolicyNotAuthorized', 'rule:delete_port is disallowed by policy');
  const device = state.neutronPorts[at]?.device_owner ?? '';
  if (device.startsWith('network:router')) {
    const words = `Port ${id} cannot be deleted directly via the port API: has device owner ${device}.`;
    return neutronError(409, 'ServicePortInUse', words);
  }
  state.neutronPorts.splice(at, 1);
  return { status: 204 };
}

/** Neutron v2.0: networks, subnets and ports, which a member of another project sees none of. */
export function createNeutron(context: NeutronContext): Service {
  const { state } = context;
  const visible = (call: Call) => call.token !== undefined && seesEverything(call.token);
  const admin = (call: Call) => call.token !== undefined && isAdmin(call.token);
  const forbidden = (what: string) =>
    neutronError(403, 'PolicyNotAuthorized', `rule:${what} is disallowed by policy`);
  const one = (what: string, type: string, items: readonly Fields[], id: string): Reply => {
    const found = items.find((item) => item['id'] === id);
    return found
      ? ok({ [what]: found })
      : neutronError(404, `${type}NotFound`, `${type} ${id} could not be found.`);
  };
  const networks = (call: Call) => (visible(call) ? state.networks.map(viewNetwork) : []);
  const subnets = (call: Call) => (visible(call) ? state.networks.map(viewSubnet) : []);
  const ports = (call: Call) =>
    visible(call) ? state.neutronPorts.map((port) => viewPort(state, port)) : [];
  const routes: readonly Route[] = [
    ['GET', '/v2.0/networks', (call) => list(call, 'networks', networks(call))],
    ['GET', '/v2.0/networks/:id', (call, param) => one('network', 'Network', networks(call), param('id'))],
    ['GET', '/v2.0/subnets', (call) => list(call, 'subnets', subnets(call))],
    ['GET', '/v2.0/ports', (call) => list(call, 'ports', ports(call))],
    ['GET', '/v2.0/ports/:id', (call, param) => one('port', 'Port', ports(call), param('id'))],
    ['POST', '/v2.0/ports', (call) => (admin(call) ? createPort(call, state) : forbidden('create_port'))],
    [
      'DELETE',
      '/v2.0/ports/:id',
      (call, param) =>
        visible(call)
          ? deletePort(state, param('id'), admin(call))
          : neutronError(404, 'PortNotFound', `Port ${param('id')} could not be found.`),
    ],
    ['GET', '/v2.0/agents', () => ok({ agents: [] })],
    [
      'GET',
      '/v2.0/extensions',
      () =>
        ok({
          extensions: [
            {
              name: 'Port Binding',
              alias: 'binding',
              description: 'Expose port bindings of a virtual port to external application',
              updated: '2014-02-03T10:00:00-00:00',
              links: [],
            },
          ],
        }),
    ],
    [
      'GET',
      '/v2.0',
      (call) =>
        ok({
          resources: ['network', 'subnet', 'port'].map((name) => ({
            name,
            collection: `${name}s`,
            links: [{ rel: 'self', href: `${call.base}/v2.0/${name}s` }],
          })),
        }),
    ],
  ];
  return (call) => {
    if (call.path === '/') {
      const links = [{ rel: 'self', href: `${call.base}/v2.0/` }];
      return ok({ versions: [{ id: 'v2.0', status: 'CURRENT', links }] });
    }
    const id = { 'X-Openstack-Request-Id': call.requestId };
    const reply = call.token
      ? route(routes, call, () => neutronError(404, 'HTTPNotFound', 'The resource could not be found.'))
      : unauthorized(context.keystoneUrl());
    return { ...reply, headers: { ...id, ...reply.headers } };
  };
}
