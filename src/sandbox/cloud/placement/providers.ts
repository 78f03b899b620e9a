import { ok, type Reply } from '../reply.ts';
import type { InventoryRecord, ProviderRecord } from '../state.ts';
import { canGive, checkArguments, traitFilter, usedOf, wantedOf } from './candidates.ts';
import { type PlacementCall, refuse } from './errors.ts';

/** A provider by its UUID; 404 otherwise, with the text `twice` as sub-resources have it. */
export function providerWith(call: PlacementCall, uuid: string, twice: boolean): ProviderRecord {
  const found = call.state.providers.find((one) => one.uuid === uuid);
  const text = `No resource provider with uuid ${uuid} found`;
  return found ?? refuse(call, 404, twice ? `${text} : ${text}` : text);
}

/** A provider; links and parents grow with the version. */
export function viewProvider(call: PlacementCall, provider: ProviderRecord) {
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

/** An inventory with the constants of bare metal. */
export function viewInventory(inventory: InventoryRecord) {
  return { ...inventory, min_unit: 1, max_unit: 1, step_size: 1, allocation_ratio: 1 };
}

/** `GET /resource_providers`. */
export function listProviders(call: PlacementCall): Reply {
  const { query } = call;
  checkArguments(call, /^(name|uuid|member_of|resources|in_tree|required)$/);
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

/** What is used of each class that has an inventory. */
export function usages(provider: ProviderRecord) {
  return Object.fromEntries(Object.keys(provider.inventories).map((name) => [name, usedOf(provider, name)]));
}

/** `GET /traits`, with `name=startswith:` or `name=in:`. */
export function listTraits(call: PlacementCall): Reply {
  const name = call.query.get('name');
  const start = name?.startsWith('startswith:') ? name.slice('startswith:'.length) : '';
  const among = name?.startsWith('in:') ? new Set(name.slice(3).split(',')) : undefined;
  const found = [...call.state.knownTraits].filter(
    (one) => one.startsWith(start) && (!among || among.has(one)),
  );
  return ok({ traits: found });
}
