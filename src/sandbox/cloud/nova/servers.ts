import { z } from 'zod';
import { seesEverything, type Token } from '../keystone/tokens.ts';
import { ok, type Reply } from '../reply.ts';
import type { ServerRecord } from '../state.ts';
import { bareTime, zuluTime } from '../times.ts';
import { bodyOf, invalid, notFound, requireAdmin, requireSystem } from './errors.ts';
import { paged } from './paged.ts';
import { type NovaCall, novaLinks, viewActions, viewServer } from './view.ts';

/** The servers that a token sees: all, or those of its project. */
export function visible(call: NovaCall, token: Token | undefined): ServerRecord[] {
  if (token && seesEverything(token)) return call.state.servers;
  const project = token?.scope.kind === 'project' ? token.scope.project.id : undefined;
  return call.state.servers.filter((server) => server.projectId === project);
}

/** `GET /servers` and `/servers/detail`, newest first. */
export function listServers(call: NovaCall, detail: boolean): Reply {
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

/** A server that the token sees, by its id; 404 otherwise. */
export function serverWith(call: NovaCall, id: string): ServerRecord {
  const found = visible(call, call.token).find((server) => server.id === id);
  return found ?? notFound(`Instance ${id} could not be found.`);
}

const ResetState = z.strictObject({ state: z.enum(['active', 'error']) });

/**
 * `POST /servers/<id>/action`: only `os-resetState`, which writes down what it is told and asks no compute service
 * (nova/api/openstack/compute/admin_actions.py).
 */
export function postAction(call: NovaCall, id: string): Reply {
  const names = Object.keys(bodyOf(call, z.record(z.string(), z.unknown())));
  const [name] = names;
  if (name === undefined || names.length > 1) return invalid('Malformed request body');
  if (name !== 'os-resetState') return invalid(`There is no such action: ${name}`);
  const { state } = bodyOf(call, z.strictObject({ 'os-resetState': ResetState }))['os-resetState'];
  const server = serverWith(call, id);
  requireAdmin(call, 'os-admin-actions:reset_state');
  server.vm_state = state;
  server.status = state.toUpperCase();
  server.task_state = null;
  server.updated = zuluTime(call.now);
  server.actions.push({
    action: 'resetState',
    request_id: call.requestId,
    user_id: call.token?.user.id ?? '',
    start_time: bareTime(call.now),
  });
  return { status: 202 };
}

/** `GET /servers/<id>/os-instance-actions`, newest first. */
export function listActions(call: NovaCall, id: string): Reply {
  return ok({ instanceActions: viewActions(serverWith(call, id), false) });
}

/** `GET /servers/<id>/os-interface`, from the Neutron ports of the server. */
export function getInterfaces(call: NovaCall, id: string): Reply {
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

/** `GET /servers/<id>/os-instance-actions/<request id>`, with the events. */
export function getAction(call: NovaCall, id: string, requestId: string): Reply {
  const server = serverWith(call, id);
  const action = viewActions(server, true).find((one) => one.request_id === requestId);
  return action
    ? ok({ instanceAction: action })
    : notFound(`Action for request_id ${requestId} on instance ${id} not found`);
}
