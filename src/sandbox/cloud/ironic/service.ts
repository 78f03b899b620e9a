import { type Call, ok, Refusal, type Reply, type Service, unauthorized } from '../reply.ts';
import { type Params, route } from '../router.ts';
import { wrongPassword } from '../standalone.ts';
import { text } from '../versions.ts';
import { limitHeaders, versionOf } from './api-version.ts';
import { checkArguments } from './arguments.ts';
import { getConductor, getConductors, getDriver, getDrivers } from './conductors.ts';
import type { IronicCall, IronicContext } from './context.ts';
import { nodeNamed } from './context.ts';
import { noSuchPath, refuse } from './errors.ts';
import { getFirmware, getInventory } from './inspected.ts';
import { links } from './node-view.ts';
import {
  getHistory,
  getHistoryEntry,
  getNode,
  getNodes,
  getNodesDetail,
  getStates,
  getValidate,
} from './nodes.ts';
import { patchNode } from './patch.ts';
import { putProvision } from './provision.ts';
import {
  allocations,
  getCollection,
  getMember,
  getOfNode,
  portgroups,
  ports,
  volumeTargets,
} from './resources.ts';
import { deleteTraits, getTraits, putTraits } from './traits.ts';
import { deleteVif, getVifs, postVif } from './vifs.ts';
import { deleteMaintenance, putMaintenance, putPower } from './writes.ts';

type IronicRoute = readonly [
  method: string,
  pattern: string,
  handler: (call: IronicCall, param: Params) => Reply,
];

function getNodeAllocation(call: IronicCall, ident: string): Reply {
  const node = nodeNamed(call, ident);
  const found = call.context.state.allocations.find((one) => one.node_uuid === node.uuid);
  return found
    ? ok(allocations.view(call, found))
    : refuse(404, `Allocation for node ${ident} was not found`);
}

function getVolumeRoot(call: IronicCall): Reply {
  const part = (name: string) => links(call.base, `volume/${name}`);
  return ok({ links: part(''), connectors: part('connectors'), targets: part('targets') });
}

function version(call: Call, context: IronicContext) {
  return {
    id: 'v1',
    links: [{ href: `${call.base}/v1/`, rel: 'self' }],
    status: 'CURRENT',
    min_version: text(context.range, context.range.minimum),
    version: text(context.range, context.range.maximum),
  };
}

function root(call: Call, context: IronicContext): Reply {
  return {
    status: 200,
    headers: { 'Openstack-Request-Id': call.requestId },
    body: {
      name: 'OpenStack Ironic API',
      description:
        'Ironic is an OpenStack project which enables the provision and management of baremetal machines.',
      default_version: version(call, context),
      versions: [version(call, context)],
    },
  };
}

const parts = [
  'chassis',
  'nodes',
  'ports',
  'drivers',
  'portgroups',
  'volume',
  'lookup',
  'heartbeat',
  'conductors',
  'allocations',
  'events',
  'deploy_templates',
  'shards',
];

function apiRoot(call: IronicCall): Reply {
  return ok({
    id: 'v1',
    links: [
      { href: `${call.base}/v1/`, rel: 'self' },
      {
        href: 'https://docs.openstack.org//ironic/latest/contributor//webapi.html',
        rel: 'describedby',
        type: 'text/html',
      },
    ],
    media_types: { base: 'application/json', type: 'application/vnd.openstack.ironic.v1+json' },
    version: version(call, call.context),
    ...Object.fromEntries(parts.map((part) => [part, links(call.base, `${part}/`)])),
  });
}

const routes: readonly IronicRoute[] = [
  ['GET', '/v1/nodes', getNodes],
  ['GET', '/v1/nodes/detail', getNodesDetail],
  ['GET', '/v1/nodes/:node', (call, param) => getNode(call, param('node'))],
  ['PATCH', '/v1/nodes/:node', (call, param) => patchNode(call, param('node'))],
  ['GET', '/v1/nodes/:node/states', (call, param) => getStates(call, param('node'))],
  ['PUT', '/v1/nodes/:node/states/provision', (call, param) => putProvision(call, param('node'))],
  ['PUT', '/v1/nodes/:node/states/power', (call, param) => putPower(call, param('node'))],
  ['PUT', '/v1/nodes/:node/maintenance', (call, param) => putMaintenance(call, param('node'))],
  ['DELETE', '/v1/nodes/:node/maintenance', (call, param) => deleteMaintenance(call, param('node'))],
  ['GET', '/v1/nodes/:node/validate', (call, param) => getValidate(call, param('node'))],
  ['GET', '/v1/nodes/:node/history', (call, param) => getHistory(call, param('node'))],
  [
    'GET',
    '/v1/nodes/:node/history/:entry',
    (call, param) => getHistoryEntry(call, param('node'), param('entry')),
  ],
  ['GET', '/v1/nodes/:node/inventory', (call, param) => getInventory(call, param('node'))],
  ['GET', '/v1/nodes/:node/firmware', (call, param) => getFirmware(call, param('node'))],
  ['GET', '/v1/nodes/:node/traits', (call, param) => getTraits(call, param('node'))],
  ['PUT', '/v1/nodes/:node/traits', (call, param) => putTraits(call, param('node'))],
  ['PUT', '/v1/nodes/:node/traits/:trait', (call, param) => putTraits(call, param('node'), param('trait'))],
  ['DELETE', '/v1/nodes/:node/traits', (call, param) => deleteTraits(call, param('node'))],
  [
    'DELETE',
    '/v1/nodes/:node/traits/:trait',
    (call, param) => deleteTraits(call, param('node'), param('trait')),
  ],
  ['GET', '/v1/nodes/:node/vifs', (call, param) => getVifs(call, param('node'))],
  ['POST', '/v1/nodes/:node/vifs', (call, param) => postVif(call, param('node'))],
  ['DELETE', '/v1/nodes/:node/vifs/:vif', (call, param) => deleteVif(call, param('node'), param('vif'))],
  ['GET', '/v1/nodes/:node/allocation', (call, param) => getNodeAllocation(call, param('node'))],
  ['GET', '/v1/nodes/:node/ports', (call, param) => getOfNode(call, ports, param('node'), false)],
  ['GET', '/v1/nodes/:node/ports/detail', (call, param) => getOfNode(call, ports, param('node'), true)],
  ['GET', '/v1/nodes/:node/portgroups', (call, param) => getOfNode(call, portgroups, param('node'), false)],
  [
    'GET',
    '/v1/nodes/:node/portgroups/detail',
    (call, param) => getOfNode(call, portgroups, param('node'), true),
  ],
  [
    'GET',
    '/v1/nodes/:node/volume/targets',
    (call, param) => getOfNode(call, volumeTargets, param('node'), false),
  ],
  ['GET', '/v1/ports', (call) => getCollection(call, ports, false)],
  ['GET', '/v1/ports/detail', (call) => getCollection(call, ports, true)],
  ['GET', '/v1/ports/:port', (call, param) => getMember(call, ports, param('port'))],
  ['GET', '/v1/portgroups', (call) => getCollection(call, portgroups, false)],
  ['GET', '/v1/portgroups/detail', (call) => getCollection(call, portgroups, true)],
  ['GET', '/v1/portgroups/:group', (call, param) => getMember(call, portgroups, param('group'))],
  ['GET', '/v1/chassis', () => ok({ chassis: [] })],
  ['GET', '/v1/volume', getVolumeRoot],
  ['GET', '/v1/volume/targets', (call) => getCollection(call, volumeTargets, false)],
  ['GET', '/v1/volume/targets/:target', (call, param) => getMember(call, volumeTargets, param('target'))],
  ['GET', '/v1/allocations', (call) => getCollection(call, allocations, false)],
  ['GET', '/v1/allocations/:allocation', (call, param) => getMember(call, allocations, param('allocation'))],
  ['GET', '/v1/conductors', getConductors],
  ['GET', '/v1/conductors/:host', (call, param) => getConductor(call, param('host'))],
  ['GET', '/v1/drivers', getDrivers],
  ['GET', '/v1/drivers/:driver', (call, param) => getDriver(call, param('driver'))],
];

/** Ironic: the two roots answer without a token, all else needs one and a version both sides know. */
export function createIronic(context: IronicContext): Service {
  return (call) => {
    if (call.path === '/') return root(call, context);
    if (!call.token && call.path !== '/v1') {
      return context.standalone ? wrongPassword(call) : unauthorized(context.keystoneUrl());
    }
    const minor = versionOf(call, context.range);
    if (typeof minor !== 'number') return minor;
    const ours: IronicCall = { ...call, minor, context };
    const answer = (): Reply => {
      if (call.path === '/v1' && call.method === 'GET') return apiRoot(ours);
      try {
        checkArguments(ours);
        return route(
          routes.map(([method, pattern, handler]) => [method, pattern, (_, param) => handler(ours, param)]),
          call,
          noSuchPath,
        );
      } catch (error) {
        if (error instanceof Refusal) return error.reply;
        throw error;
      }
    };
    const reply = answer();
    if (reply.bare) return reply;
    return {
      ...reply,
      headers: {
        ...limitHeaders(context.range),
        'X-OpenStack-Ironic-API-Version': text(context.range, minor),
        'Openstack-Request-Id': call.requestId,
        ...reply.headers,
      },
    };
  };
}
