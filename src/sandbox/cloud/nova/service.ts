import { type Call, htmlError, ok, Refusal, type Reply, type Service, unauthorized } from '../reply.ts';
import { type Params, route } from '../router.ts';
import type { CloudState } from '../state.ts';
import { askedOf, negotiate, text, type VersionRange } from '../versions.ts';
import { checkArguments } from './arguments.ts';
import { flavorWith, getHypervisor, listFlavors, listHypervisors, listServices } from './computes.ts';
import { novaError } from './errors.ts';
import { getAction, getInterfaces, listActions, listServers, postAction, serverWith } from './servers.ts';
import { putService } from './service-updates.ts';
import { type NovaCall, viewFlavor, viewServer } from './view.ts';

export const novaRange: VersionRange = { major: 2, minimum: 1, maximum: 93 };

export interface NovaContext {
  readonly state: CloudState;
  keystoneUrl(): string;
}

type NovaRoute = readonly [
  method: string,
  pattern: string,
  handler: (call: NovaCall, param: Params) => Reply,
];

const routes: readonly NovaRoute[] = [
  ['GET', '/v2.1/servers', (call) => listServers(call, false)],
  ['GET', '/v2.1/servers/detail', (call) => listServers(call, true)],
  [
    'GET',
    '/v2.1/servers/:id',
    (call, param) => ok({ server: viewServer(call, serverWith(call, param('id')), false) }),
  ],
  ['POST', '/v2.1/servers/:id/action', (call, param) => postAction(call, param('id'))],
  ['GET', '/v2.1/servers/:id/os-instance-actions', (call, param) => listActions(call, param('id'))],
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
      checkArguments(call);
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
