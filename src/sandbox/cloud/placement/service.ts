import { seesEverything } from '../keystone/tokens.ts';
import { ok, Refusal, type Reply, type Service, unauthorized } from '../reply.ts';
import { type Params, route } from '../router.ts';
import type { CloudState } from '../state.ts';
import { askedOf, negotiate, text, type VersionRange } from '../versions.ts';
import { consumerAllocations, deleteAllocations, generationOf, putAllocations } from './allocations.ts';
import { candidates } from './candidates.ts';
import { denied, type PlacementCall, problem, refuse } from './errors.ts';
import { listProviders, listTraits, providerWith, usages, viewInventory, viewProvider } from './providers.ts';

export const placementRange: VersionRange = { major: 1, minimum: 0, maximum: 39 };

export interface PlacementContext {
  readonly state: CloudState;
  keystoneUrl(): string;
}

type PlacementRoute = readonly [
  method: string,
  pattern: string,
  since: number,
  policy: string,
  handler: (call: PlacementCall, param: Params) => Reply,
];

const provider = '/resource_providers/:uuid';
const routes: readonly PlacementRoute[] = [
  ['GET', '/resource_providers', 0, 'resource_providers:list', listProviders],
  [
    'GET',
    provider,
    0,
    'resource_providers:show',
    (call, param) => ok(viewProvider(call, providerWith(call, param('uuid'), false))),
  ],
  [
    'GET',
    `${provider}/inventories`,
    0,
    'resource_providers:inventories:list',
    (call, param) => {
      const one = providerWith(call, param('uuid'), true);
      const inventories = Object.entries(one.inventories).map(([name, inventory]) => [
        name,
        viewInventory(inventory),
      ]);
      return ok({
        resource_provider_generation: one.generation,
        inventories: Object.fromEntries(inventories),
      });
    },
  ],
  [
    'GET',
    `${provider}/usages`,
    0,
    'resource_providers:usages',
    (call, param) => {
      const one = providerWith(call, param('uuid'), true);
      return ok({ resource_provider_generation: one.generation, usages: usages(one) });
    },
  ],
  [
    'GET',
    `${provider}/traits`,
    6,
    'resource_providers:traits:list',
    (call, param) => {
      const one = providerWith(call, param('uuid'), true);
      return ok({ traits: one.traits, resource_provider_generation: one.generation });
    },
  ],
  [
    'GET',
    `${provider}/aggregates`,
    1,
    'resource_providers:aggregates:list',
    (call, param) => {
      const one = providerWith(call, param('uuid'), true);
      return ok({
        aggregates: [],
        ...(call.minor >= 19 ? { resource_provider_generation: one.generation } : {}),
      });
    },
  ],
  [
    'GET',
    `${provider}/allocations`,
    0,
    'resource_providers:allocations:list',
    (call, param) => {
      const one = providerWith(call, param('uuid'), true);
      const held = Object.entries(one.allocations).map(([consumer, resources]) => [
        consumer,
        {
          resources,
          ...(call.minor >= 28 ? { consumer_generation: generationOf(call.state, consumer) } : {}),
        },
      ]);
      return ok({ allocations: Object.fromEntries(held), resource_provider_generation: one.generation });
    },
  ],
  [
    'GET',
    '/allocations/:consumer',
    0,
    'allocations:list',
    (call, param) => consumerAllocations(call, param('consumer')),
  ],
  [
    'PUT',
    '/allocations/:consumer',
    12,
    'allocations:update',
    (call, param) => putAllocations(call, param('consumer')),
  ],
  [
    'DELETE',
    '/allocations/:consumer',
    0,
    'allocations:delete',
    (call, param) => deleteAllocations(call, param('consumer')),
  ],
  ['GET', '/allocation_candidates', 10, 'allocation_candidates:list', candidates],
  [
    'GET',
    '/resource_classes',
    2,
    'resource_classes:list',
    (call) =>
      ok({
        resource_classes: [...call.state.knownClasses].map((name) => ({
          name,
          links: [{ rel: 'self', href: `/resource_classes/${name}` }],
        })),
      }),
  ],
  [
    'GET',
    '/resource_classes/:name',
    2,
    'resource_classes:show',
    (call, param) => {
      const name = param('name');
      if (!call.state.knownClasses.has(name)) refuse(call, 404, `No such resource class ${name}.`);
      return ok({ name, links: [{ rel: 'self', href: `/resource_classes/${name}` }] });
    },
  ],
  ['GET', '/traits', 6, 'traits:list', listTraits],
];

/** Placement 1.0 to 1.39. The root answers without a token; everything else is for admins and system readers. */
export function createPlacement(context: PlacementContext): Service {
  return (call) => {
    const id = { 'x-openstack-request-id': call.requestId };
    const header = call.headers['openstack-api-version'];
    const asked = askedOf('placement', typeof header === 'string' ? header : undefined);
    const version = negotiate(asked, placementRange);
    if (call.path === '/' && version.kind === 'agreed') {
      const used = `placement ${text(placementRange, version.minor)}`;
      const only = {
        id: 'v1.0',
        max_version: text(placementRange, placementRange.maximum),
        min_version: text(placementRange, placementRange.minimum),
        status: 'CURRENT',
        links: [{ rel: 'self', href: '' }],
      };
      return {
        status: 200,
        headers: { ...id, 'openstack-api-version': used, Vary: 'openstack-api-version' },
        body: { versions: [only] },
      };
    }
    if (!call.token) {
      const reply = unauthorized(context.keystoneUrl());
      return { ...reply, headers: { ...reply.headers, ...id } };
    }
    const token = call.token;
    if (version.kind !== 'agreed') {
      const reply = problem(
        call,
        406,
        `Invalid microversion: Unacceptable version header: ${version.asked}`,
        {
          max_version: text(placementRange, placementRange.maximum),
          min_version: text(placementRange, placementRange.minimum),
        },
      );
      return { ...reply, headers: id };
    }
    const ours: PlacementCall = { ...call, minor: version.minor, state: context.state };
    const answer = (): Reply => {
      try {
        return route(
          routes
            .filter(([, , since]) => since <= version.minor)
            .map(([method, pattern, , policy, handler]) => [
              method,
              pattern,
              (_, param) => {
                if (!seesEverything(token)) denied(call, policy);
                return handler(ours, param);
              },
            ]),
          call,
          () => problem(call, 404, ' ', version.minor >= 23 ? { code: 'placement.undefined_code' } : {}),
        );
      } catch (error) {
        if (error instanceof Refusal) return error.reply;
        throw error;
      }
    };
    const reply = answer();
    return {
      ...reply,
      headers: {
        'openstack-api-version': `placement ${text(placementRange, version.minor)}`,
        Vary: 'openstack-api-version',
        ...(version.minor >= 15 && reply.status === 200
          ? { 'Cache-Control': 'no-cache', 'Last-Modified': new Date(call.now).toUTCString() }
          : {}),
        ...id,
        ...reply.headers,
      },
    };
  };
}
