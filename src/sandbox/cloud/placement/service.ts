import { isAdmin, seesEverything } from '../keystone/tokens.ts';
import { type Call, ok, Refusal, type Reply, type Service, unauthorized } from '../reply.ts';
import { type Params, route } from '../router.ts';
import type { CloudState, InventoryRecord, ProviderRecord } from '../state.ts';
import { askedOf, negotiate, text, type VersionRange } from '../versions.ts';

export const placementRange: VersionRange = { major: 1, minimum: 0, maximum: 39 };

export interface PlacementContext {
  readonly state: CloudState;
  keystoneUrl(): string;
}

interface PlacementCall extends Call {
  readonly minor: number;
  readonly state: CloudState;
}

type PlacementRoute = readonly [
  method: string,
  pattern: string,
  since: number,
  policy: string,
  handler: (call: PlacementCall, param: Params) => Reply,
];

const titles: { readonly [status: number]: readonly [title: string, lead: string] } = {
  400: [
    'Bad Request',
    'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  ],
  403: ['Forbidden', 'Access was denied to this resource.'],
  404: ['Not Found', 'The resource could not be found.'],
  406: [
    'Not Acceptable',
    'The resource could not be generated that was acceptable to your browser (content of type application/json. ',
  ],
};

function problem(call: Call, status: number, detail: string, extra: { [name: string]: unknown } = {}): Reply {
  const [title, lead] = titles[status] ?? ['Error', ''];
  const error = { status, title, detail: `${lead}\n\n ${detail}  `, ...extra, request_id: call.requestId };
  return { status, body: { errors: [error] } };
}

function refuse(call: Call, status: number, detail: string, code = 'placement.undefined_code'): never {
  throw new Refusal(problem(call, status, detail, { code }));
}

function providerWith(call: PlacementCall, uuid: string, twice: boolean): ProviderRecord {
  const found = call.state.providers.find((one) => one.uuid === uuid);
  const text = `No resource provider with uuid ${uuid} found`;
  return found ?? refuse(call, 404, twice ? `${text} : ${text}` : text);
}

function viewProvider(call: PlacementCall, provider: ProviderRecord) {
  const path = `/resource_providers/${provider.uuid}`;
  const more = [
    ...(call.minor >= 1 ? ['aggregates'] : []),
    ...(call.minor >= 6 ? ['traits'] : []),
    ...(call.minor >= 11 ? ['allocations'] : []),
  ];
  return {
    uuid: provider.uuid,
    name: provider.uuid,
    generation: provider.generation,
    links: [
      { rel: 'self', href: path },
      ...['inventories', 'usages', ...more].map((rel) => ({ rel, href: `${path}/${rel}` })),
    ],
    ...(call.minor >= 14 ? { parent_provider_uuid: null, root_provider_uuid: provider.uuid } : {}),
  };
}

function viewInventory(inventory: InventoryRecord) {
  return { ...inventory, min_unit: 1, max_unit: 1, step_size: 1, allocation_ratio: 1 };
}

function usedOf(provider: ProviderRecord, resourceClass: string): number {
  return Object.values(provider.allocations).reduce(
    (sum, resources) => sum + (resources[resourceClass] ?? 0),
    0,
  );
}

type Wanted = readonly (readonly [resourceClass: string, amount: number])[];

function wantedOf(call: PlacementCall): Wanted {
  const asked = call.query.get('resources') ?? '';
  return asked.split(',').map((part) => {
    const [name = '', amount] = part.split(':');
    if (amount === undefined || !/^\d+$/.test(amount)) {
      return refuse(
        call,
        400,
        `Badly formed resources parameter. Expected resources query string parameter in form: ?resources=VCPU:2,MEMORY_MB:1024. Got: ${asked}.`,
      );
    }
    if (!call.state.knownClasses.has(name)) {
      refuse(call, 400, `Invalid resource class in resources parameter: No such resource class ${name}.`);
    }
    return [name, Number(amount)] as const;
  });
}

/** `required=A,!B` (repeatable) as demanded and forbidden traits; `in:A,B` asks for any of them. */
function traitFilter(call: PlacementCall): (provider: ProviderRecord) => boolean {
  const parts = call.query
    .getAll('required')
    .map((text) => (text.startsWith('in:') ? { any: text.slice(3).split(',') } : { all: text.split(',') }));
  const names = parts.flatMap((part) => part.any ?? part.all ?? []).map((name) => name.replace(/^!/, ''));
  const unknown = names.filter((name) => !call.state.knownTraits.has(name));
  if (unknown.length > 0) refuse(call, 400, `No such trait(s): ${unknown.join(', ')}.`);
  return (provider) =>
    parts.every((part) => {
      if (part.any) return part.any.some((name) => provider.traits.includes(name));
      return (part.all ?? []).every((name) =>
        name.startsWith('!') ? !provider.traits.includes(name.slice(1)) : provider.traits.includes(name),
      );
    });
}

function canGive(provider: ProviderRecord, wanted: Wanted): boolean {
  return wanted.every(([name, amount]) => {
    const inventory = provider.inventories[name];
    return inventory !== undefined && inventory.total - inventory.reserved - usedOf(provider, name) >= amount;
  });
}

function candidates(call: PlacementCall): Reply {
  if (!call.query.has('resources')) {
    const missing = 'There must be at least one resources or resources[$S] parameter.';
    refuse(call, 400, missing, 'placement.query.missing_value');
  }
  const wanted = wantedOf(call);
  const hasTraits = traitFilter(call);
  const limit = Number(call.query.get('limit') ?? Number.POSITIVE_INFINITY);
  const found = call.state.providers.filter((one) => hasTraits(one) && canGive(one, wanted)).slice(0, limit);
  const summary = (provider: ProviderRecord) => ({
    resources: Object.fromEntries(
      Object.entries(provider.inventories).map(([name, inventory]) => [
        name,
        { capacity: inventory.total - inventory.reserved, used: usedOf(provider, name) },
      ]),
    ),
    ...(call.minor >= 17 ? { traits: provider.traits } : {}),
    ...(call.minor >= 29 ? { parent_provider_uuid: null, root_provider_uuid: provider.uuid } : {}),
  });
  return ok({
    allocation_requests: found.map((provider) => ({
      allocations: { [provider.uuid]: { resources: Object.fromEntries(wanted) } },
      ...(call.minor >= 34 ? { mappings: { '': [provider.uuid] } } : {}),
    })),
    provider_summaries: Object.fromEntries(found.map((provider) => [provider.uuid, summary(provider)])),
  });
}

function listProviders(call: PlacementCall): Reply {
  const { query } = call;
  const wanted = query.has('resources') ? wantedOf(call) : [];
  const hasTraits = traitFilter(call);
  const found = call.state.providers.filter(
    (one) =>
      (!query.has('uuid') || one.uuid === query.get('uuid')) &&
      (!query.has('name') || one.uuid === query.get('name')) &&
      (!query.has('in_tree') || one.uuid === query.get('in_tree')) &&
      hasTraits(one) &&
      canGive(one, wanted),
  );
  return ok({ resource_providers: found.map((one) => viewProvider(call, one)) });
}

function consumerAllocations(call: PlacementCall, consumer: string): Reply {
  const held = call.state.providers.flatMap((provider) => {
    const resources = provider.allocations[consumer];
    return resources ? [[provider.uuid, { resources, generation: provider.generation }] as const] : [];
  });
  const server = call.state.servers.find((one) => one.id === consumer);
  if (held.length === 0) return ok({ allocations: {} });
  return ok({
    allocations: Object.fromEntries(held),
    ...(call.minor >= 12
      ? { project_id: server?.projectId ?? 'unknown', user_id: server?.userId ?? 'unknown' }
      : {}),
    ...(call.minor >= 28 ? { consumer_generation: 1 } : {}),
    ...(call.minor >= 38 ? { consumer_type: 'INSTANCE' } : {}),
  });
}

function deleteAllocations(call: PlacementCall, consumer: string): Reply {
  let freed = false;
  for (const provider of call.state.providers) {
    if (!provider.allocations[consumer]) continue;
    const { [consumer]: _, ...rest } = provider.allocations;
    provider.allocations = rest;
    provider.generation += 1;
    freed = true;
  }
  return freed ? { status: 204 } : refuse(call, 404, `No allocations for consumer '${consumer}'`);
}

function usages(provider: ProviderRecord) {
  return Object.fromEntries(Object.keys(provider.inventories).map((name) => [name, usedOf(provider, name)]));
}

function listTraits(call: PlacementCall): Reply {
  const name = call.query.get('name');
  const start = name?.startsWith('startswith:') ? name.slice('startswith:'.length) : '';
  const among = name?.startsWith('in:') ? new Set(name.slice(3).split(',')) : undefined;
  const found = [...call.state.knownTraits].filter(
    (one) => one.startsWith(start) && (!among || among.has(one)),
  );
  return ok({ traits: found });
}

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
        { resources, ...(call.minor >= 28 ? { consumer_generation: 1 } : {}) },
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
    'DELETE',
    '/allocations/:consumer',
    0,
    'allocations:delete',
    (call, param) => {
      if (!call.token || !isAdmin(call.token)) denied(call, 'allocations:delete');
      return deleteAllocations(call, param('consumer'));
    },
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

function denied(call: Call, policy: string): never {
  return refuse(call, 403, `Policy does not allow placement:${policy} to be performed.`);
}

/** Placement 1.0 to 1.39. The root answers without a token; everything else is for admins and system readers. */
export function createPlacement(context: PlacementContext): Service {
  return (call) => {
    const id = { 'x-openstack-request-id': call.requestId };
    const header = call.headers['openstack-api-version'];
    if (call.path === '/') {
      const version = {
        id: 'v1.0',
        max_version: text(placementRange, placementRange.maximum),
        min_version: text(placementRange, placementRange.minimum),
        status: 'CURRENT',
        links: [{ rel: 'self', href: '' }],
      };
      return { status: 200, headers: id, body: { versions: [version] } };
    }
    if (!call.token) {
      const reply = unauthorized(context.keystoneUrl());
      return { ...reply, headers: { ...reply.headers, ...id } };
    }
    const token = call.token;
    const version = negotiate(
      askedOf('placement', typeof header === 'string' ? header : undefined),
      placementRange,
    );
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
        ...id,
        ...reply.headers,
      },
    };
  };
}
