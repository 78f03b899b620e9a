import { z } from 'zod';
import { isAdmin, seesEverything, type Token } from '../keystone/tokens.ts';
import { page } from '../paging.ts';
import { type Call, htmlError, ok, Refusal, type Reply, type Service, unauthorized } from '../reply.ts';
import { type Params, route } from '../router.ts';
import type { CloudState, ServerRecord } from '../state.ts';
import { zuluTime } from '../times.ts';
import { askedOf, negotiate, text, type VersionRange } from '../versions.ts';
import {
  type NovaCall,
  novaLinks,
  viewAction,
  viewFlavor,
  viewHypervisor,
  viewServer,
  viewService,
} from './view.ts';

export const novaRange: VersionRange = { major: 2, minimum: 1, maximum: 93 };
const maxLimit = 1000;

export interface NovaContext {
  readonly state: CloudState;
  keystoneUrl(): string;
}

type NovaRoute = readonly [
  method: string,
  pattern: string,
  handler: (call: NovaCall, param: Params) => Reply,
];

function novaError(status: number, name: string, message: string): Reply {
  return { status, body: { [name]: { code: status, message } } };
}

function notFound(message: string): never {
  throw new Refusal(novaError(404, 'itemNotFound', message));
}

function requireSystem(call: NovaCall, policy: string): void {
  if (!call.token || !seesEverything(call.token)) forbidden(policy);
}

function forbidden(policy: string): never {
  throw new Refusal(
    novaError(403, 'forbidden', `Policy doesn't allow os_compute_api:${policy} to be performed.`),
  );
}

function requireAdmin(call: NovaCall, policy: string): void {
  if (!call.token || !isAdmin(call.token)) forbidden(policy);
}

/** A page with Nova's `<name>_links`, which stand there only when something follows. */
function paged<T>(
  call: NovaCall,
  path: string,
  name: string,
  items: readonly T[],
  idOf: (item: T) => string,
  view: (item: T) => unknown,
): Reply {
  const asked = call.query.get('limit');
  if (asked !== null && !/^\d*$/.test(asked)) {
    return novaError(
      400,
      'badRequest',
      `Invalid input for query parameters limit. Value: ${asked}. '${asked}' does not match '^[0-9]*$'`,
    );
  }
  const limit = Math.min(asked ? Number(asked) : maxLimit, maxLimit);
  const marker = call.query.get('marker');
  const result = page(items, idOf, marker, limit);
  if (result.kind === 'no-such-marker') return novaError(400, 'badRequest', `marker [${marker}] not found`);
  const last = result.items.at(-1);
  const full = last !== undefined && result.items.length === limit && (asked !== null || result.more);
  const kept = [...call.query]
    .filter(([key]) => key !== 'marker')
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  const next = last === undefined ? '' : [...kept, `marker=${idOf(last)}`].join('&');
  return ok({
    [name]: result.items.map(view),
    ...(full ? { [`${name}_links`]: [{ rel: 'next', href: `${call.base}/v2.1/${path}?${next}` }] } : {}),
  });
}

function visible(call: NovaCall, token: Token | undefined): ServerRecord[] {
  if (token && seesEverything(token)) return call.state.servers;
  const project = token?.scope.kind === 'project' ? token.scope.project.id : undefined;
  return call.state.servers.filter((server) => server.projectId === project);
}

function listServers(call: NovaCall, detail: boolean): Reply {
  const all = ['1', 'true', 'True'].includes(call.query.get('all_tenants') ?? '');
  if (all) requireSystem(call, `servers:${detail ? 'detail' : 'index'}:get_all_tenants`);
  const project = call.token?.scope.kind === 'project' ? call.token.scope.project.id : undefined;
  const { query } = call;
  let name: RegExp | undefined;
  try {
    // Nova's name filter is a regular expression.
    name = new RegExp(query.get('name') ?? '');
  } catch {
    name = undefined;
  }
  const fits = (server: ServerRecord) =>
    (all || server.projectId === project) &&
    (!query.has('name') || name?.test(server.name) === true) &&
    (!query.has('status') || server.status === query.get('status')?.toUpperCase()) &&
    (!query.has('uuid') || server.id === query.get('uuid')) &&
    (!query.has('host') || server.host === query.get('host')) &&
    (!query.has('node') || server.nodeUuid === query.get('node'));
  const servers = call.state.servers
    .filter(fits)
    .toSorted((a, b) => b.created.localeCompare(a.created) || b.id.localeCompare(a.id));
  return paged(
    call,
    detail ? 'servers/detail' : 'servers',
    'servers',
    servers,
    (server) => server.id,
    (server) =>
      detail
        ? viewServer(call, server, true)
        : { id: server.id, name: server.name, links: novaLinks(call, `servers/${server.id}`) },
  );
}

function serverWith(call: NovaCall, id: string): ServerRecord {
  const found = visible(call, call.token).find((server) => server.id === id);
  return found ?? notFound(`Instance ${id} could not be found.`);
}

function flavorWith(call: NovaCall, id: string) {
  return (
    call.state.flavors.find((flavor) => flavor.id === id) ?? notFound(`Flavor ${id} could not be found.`)
  );
}

function listFlavors(call: NovaCall, detail: boolean): Reply {
  const path = detail ? 'flavors/detail' : 'flavors';
  return paged(
    call,
    path,
    'flavors',
    call.state.flavors,
    (flavor) => flavor.id,
    (flavor) => viewFlavor(call, flavor, detail),
  );
}

function listServices(call: NovaCall): Reply {
  requireSystem(call, 'os-services:list');
  const { query } = call;
  const found = call.state.computeServices.filter(
    (service) =>
      (!query.has('binary') || service.binary === query.get('binary')) &&
      (!query.has('host') || service.host === query.get('host')),
  );
  return ok({ services: found.map((service) => viewService(call, service)) });
}

const ServiceBody = z.object({
  status: z.enum(['enabled', 'disabled']).optional(),
  disabled_reason: z.string().optional(),
  forced_down: z.boolean().optional(),
});

function putService(call: NovaCall, id: string): Reply {
  requireAdmin(call, 'os-services:update');
  const service = call.state.computeServices.find((one) => one.id === id);
  if (!service || call.minor < 53) return notFound(`Service ${id} could not be found.`);
  const parsed = ServiceBody.safeParse(call.body);
  if (!parsed.success) return novaError(400, 'badRequest', 'Invalid input for the service update.');
  const { status, disabled_reason, forced_down } = parsed.data;
  if (status !== undefined) {
    service.status = status;
    service.disabled_reason = status === 'enabled' ? null : (disabled_reason ?? null);
  }
  if (forced_down !== undefined) service.forced_down = forced_down;
  return ok({ service: viewService(call, service) });
}

const ActionBody = z.object({ 'os-resetState': z.object({ state: z.enum(['active', 'error']) }) });

function postAction(call: NovaCall, id: string): Reply {
  requireAdmin(call, 'os-admin-actions:reset_state');
  const server = serverWith(call, id);
  const parsed = ActionBody.safeParse(call.body);
  if (!parsed.success) return novaError(400, 'badRequest', 'There is no such action here.');
  server.vm_state = parsed.data['os-resetState'].state;
  server.status = server.vm_state.toUpperCase();
  server.task_state = null;
  server.updated = zuluTime(call.now);
  return { status: 202 };
}

function listHypervisors(call: NovaCall, detail: boolean): Reply {
  requireSystem(call, `os-hypervisors:${detail ? 'list-detail' : 'list'}`);
  const pattern = call.query.get('hypervisor_hostname_pattern');
  const nodes = call.state.nodes.filter(
    (node) => node.hidden.computeHost !== null && (pattern === null || node.uuid.includes(pattern)),
  );
  if (pattern !== null && nodes.length === 0) notFound(`No hypervisor matching '${pattern}' could be found.`);
  const path = detail ? 'os-hypervisors/detail' : 'os-hypervisors';
  if (call.minor < 33) return ok({ hypervisors: nodes.map((node) => viewHypervisor(call, node, detail)) });
  return paged(
    call,
    path,
    'hypervisors',
    nodes,
    (node) => node.uuid,
    (node) => viewHypervisor(call, node, detail),
  );
}

function getHypervisor(call: NovaCall, id: string): Reply {
  requireSystem(call, 'os-hypervisors:show');
  const node = call.state.nodes.find((one) => one.uuid === id && one.hidden.computeHost !== null);
  if (!node) return notFound(`Hypervisor with ID '${id}' could not be found.`);
  return ok({ hypervisor: viewHypervisor(call, node, true) });
}

function getInterfaces(call: NovaCall, id: string): Reply {
  const server = serverWith(call, id);
  const ports = call.state.neutronPorts.filter((port) => port.device_id === server.id);
  return ok({
    interfaceAttachments: ports.map((port) => ({
      net_id: port.network_id,
      port_id: port.id,
      mac_addr: port.mac_address,
      port_state: port.status,
      fixed_ips: [{ ip_address: port.ip_address }],
    })),
  });
}

function getAction(call: NovaCall, id: string, requestId: string): Reply {
  const server = serverWith(call, id);
  const action = viewAction(server, true);
  return action.request_id === requestId
    ? ok({ instanceAction: action })
    : notFound(`Action for request_id ${requestId} on instance ${id} not found`);
}

const routes: readonly NovaRoute[] = [
  ['GET', '/v2.1/servers', (call) => listServers(call, false)],
  ['GET', '/v2.1/servers/detail', (call) => listServers(call, true)],
  [
    'GET',
    '/v2.1/servers/:id',
    (call, param) => ok({ server: viewServer(call, serverWith(call, param('id')), false) }),
  ],
  ['POST', '/v2.1/servers/:id/action', (call, param) => postAction(call, param('id'))],
  [
    'GET',
    '/v2.1/servers/:id/os-instance-actions',
    (call, param) => ok({ instanceActions: [viewAction(serverWith(call, param('id')), false)] }),
  ],
  [
    'GET',
    '/v2.1/servers/:id/os-instance-actions/:request',
    (call, param) => getAction(call, param('id'), param('request')),
  ],
  ['GET', '/v2.1/servers/:id/os-interface', (call, param) => getInterfaces(call, param('id'))],
  ['GET', '/v2.1/flavors', (call) => listFlavors(call, false)],
  ['GET', '/v2.1/flavors/detail', (call) => listFlavors(call, true)],
  [
    'GET',
    '/v2.1/flavors/:id',
    (call, param) => ok({ flavor: viewFlavor(call, flavorWith(call, param('id')), true) }),
  ],
  [
    'GET',
    '/v2.1/flavors/:id/os-extra_specs',
    (call, param) => ok({ extra_specs: flavorWith(call, param('id')).extra_specs }),
  ],
  ['GET', '/v2.1/os-services', listServices],
  ['PUT', '/v2.1/os-services/:id', (call, param) => putService(call, param('id'))],
  ['GET', '/v2.1/os-hypervisors', (call) => listHypervisors(call, false)],
  ['GET', '/v2.1/os-hypervisors/detail', (call) => listHypervisors(call, true)],
  ['GET', '/v2.1/os-hypervisors/:id', (call, param) => getHypervisor(call, param('id'))],
  ['GET', '/v2.1/os-aggregates', () => ok({ aggregates: [] })],
];

function versionOne(call: Call) {
  return {
    id: 'v2.1',
    status: 'CURRENT',
    version: text(novaRange, novaRange.maximum),
    min_version: text(novaRange, novaRange.minimum),
    updated: '2013-07-23T11:33:21Z',
    links: [{ rel: 'self', href: `${call.base}/v2.1/` }],
  };
}

/** Nova 2.1 to 2.93: the version comes in either header; the roots answer without a token. */
export function createNova(context: NovaContext): Service {
  const answer = (call: NovaCall): Reply => {
    try {
      return route(
        routes.map(([method, pattern, handler]) => [method, pattern, (_, param) => handler(call, param)]),
        call,
        () => htmlError(404, 'Not Found', 'The resource could not be found.'),
      );
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  };
  return (call) => {
    const ids = { 'X-Openstack-Request-Id': call.requestId, 'X-Compute-Request-Id': call.requestId };
    if (call.path === '/') {
      const old = {
        id: 'v2.0',
        status: 'SUPPORTED',
        version: '',
        min_version: '',
        updated: '2011-01-21T11:33:21Z',
        links: [{ rel: 'self', href: `${call.base}/v2/` }],
      };
      return ok({ versions: [old, versionOne(call)] });
    }
    if (call.path !== '/v2.1' && !call.token) {
      const reply = unauthorized(context.keystoneUrl());
      return { ...reply, headers: { ...reply.headers, ...ids } };
    }
    const common = call.headers['openstack-api-version'];
    const legacy = call.headers['x-openstack-nova-api-version'];
    const asked =
      askedOf('compute', typeof common === 'string' ? common : undefined) ??
      (typeof legacy === 'string' ? legacy : undefined);
    const version = negotiate(asked, novaRange);
    const shown = version.kind === 'agreed' ? text(novaRange, version.minor) : version.asked;
    const headers = {
      'OpenStack-API-Version': `compute ${shown}`,
      'X-OpenStack-Nova-API-Version': shown,
      Vary: 'OpenStack-API-Version, X-OpenStack-Nova-API-Version',
      ...ids,
    };
    const reply = ((): Reply => {
      if (version.kind === 'malformed') {
        return novaError(
          400,
          'badRequest',
          `API Version String ${version.asked} is of invalid format. Must be of format MajorNum.MinorNum.`,
        );
      }
      if (version.kind === 'out-of-range') {
        return novaError(
          406,
          'computeFault',
          `Version ${version.asked} is not supported by the API. Minimum is ${text(novaRange, novaRange.minimum)} and maximum is ${text(novaRange, novaRange.maximum)}.`,
        );
      }
      if (call.path === '/v2.1') {
        const describedby = {
          rel: 'describedby',
          type: 'text/html',
          href: 'http://docs.openstack.org/',
        };
        const one = versionOne(call);
        return ok({
          version: {
            ...one,
            links: [...one.links, describedby],
            'media-types': [
              { base: 'application/json', type: 'application/vnd.openstack.compute+json;version=2.1' },
            ],
          },
        });
      }
      return answer({ ...call, minor: version.minor, state: context.state });
    })();
    return { ...reply, headers: { ...headers, ...reply.headers } };
  };
}
