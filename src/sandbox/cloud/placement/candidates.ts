import { ok, type Reply } from '../reply.ts';
import type { ProviderRecord } from '../state.ts';
import { type PlacementCall, refuse } from './errors.ts';

/** How much of a class is allocated. */
export function usedOf(provider: ProviderRecord, resourceClass: string): number {
  return Object.values(provider.allocations).reduce(
    (sum, resources) => sum + (resources[resourceClass] ?? 0),
    0,
  );
}

export type Wanted = readonly (readonly [resourceClass: string, amount: number])[];

/** `resources=CLASS:1,...` as a list; 400 for bad form and for classes nobody ever had. */
export function wantedOf(call: PlacementCall): Wanted {
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
export function traitFilter(call: PlacementCall): (provider: ProviderRecord) => boolean {
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

/** Whether inventory, reservation and allocations leave enough. */
export function canGive(provider: ProviderRecord, wanted: Wanted): boolean {
  return wanted.every(([name, amount]) => {
    const inventory = provider.inventories[name];
    return inventory !== undefined && inventory.total - inventory.reserved - usedOf(provider, name) >= amount;
  });
}

/** Placement refuses query parameters that it does not know. */
export function checkArguments(call: PlacementCall, known: RegExp): void {
  const odd = [...call.query.keys()].find((name) => !known.test(name));
  if (odd === undefined) return;
  const text = `Invalid query string parameters: Additional properties are not allowed ('${odd}' was unexpected)`;
  refuse(call, 400, text);
}

/** `GET /allocation_candidates`. */
export function candidates(call: PlacementCall): Reply {
  checkArguments(
    call,
    /^((resources|required|member_of|in_tree)[A-Za-z0-9_-]*|limit|group_policy|root_required|same_subtree)$/,
  );
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
