import { z } from 'zod';
import { ok, type Reply } from '../reply.ts';
import type { CloudState, ProviderRecord } from '../state.ts';
import { usedOf } from './candidates.ts';
import { denied, type PlacementCall, refuse } from './errors.ts';

const heldBy = (state: CloudState, consumer: string): readonly ProviderRecord[] =>
  state.providers.filter((provider) => provider.allocations[consumer] !== undefined);

/** Counts up with each change; undefined for a consumer that Placement does not know. */
export function generationOf(state: CloudState, consumer: string): number | undefined {
  return state.consumers.get(consumer)?.generation ?? (heldBy(state, consumer).length > 0 ? 1 : undefined);
}

/** `GET /allocations/<consumer>`: empty for an unknown consumer. */
export function consumerAllocations(call: PlacementCall, consumer: string): Reply {
  const held = heldBy(call.state, consumer);
  if (held.length === 0) return ok({ allocations: {} });
  const server = call.state.servers.find((one) => one.id === consumer);
  const written = call.state.consumers.get(consumer);
  return ok({
    allocations: Object.fromEntries(
      held.map(({ uuid, generation, allocations }) => [
        uuid,
        { resources: allocations[consumer], generation },
      ]),
    ),
    ...(call.minor >= 12
      ? {
          project_id: written?.project_id ?? server?.projectId ?? 'unknown',
          user_id: written?.user_id ?? server?.userId ?? 'unknown',
        }
      : {}),
    ...(call.minor >= 28 ? { consumer_generation: generationOf(call.state, consumer) } : {}),
    ...(call.minor >= 38 ? { consumer_type: written?.consumer_type ?? 'unknown' } : {}),
  });
}

const name = z.string().min(1).max(255);
const Amounts = z.record(z.string(), z.int().min(1)).refine((one) => Object.keys(one).length > 0);
const allocations = z.record(
  z.guid(),
  z.strictObject({ generation: z.int().optional(), resources: Amounts }),
);
const since12 = z.strictObject({
  allocations: allocations.refine((one) => Object.keys(one).length > 0),
  project_id: name,
  user_id: name,
});
const since28 = since12.extend({ allocations, consumer_generation: z.int().nullable() });
const since34 = since28.extend({ mappings: z.record(z.string(), z.array(z.guid())).optional() });
const since38 = since34.extend({ consumer_type: z.string().regex(/^[A-Z0-9_]+$/) });

interface Wish {
  readonly allocations: z.infer<typeof allocations>;
  readonly project_id: string;
  readonly user_id: string;
  /** Undefined before 1.28, where nothing is compared. */
  readonly consumer_generation?: number | null;
  readonly consumer_type?: string;
}

function wishOf(call: PlacementCall): Wish {
  const schema =
    call.minor >= 38 ? since38 : call.minor >= 34 ? since34 : call.minor >= 28 ? since28 : since12;
  const parsed = schema.safeParse(call.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = String(issue?.path.at(-1) ?? '');
  const missing = issue?.code === 'invalid_type' && issue.input === undefined && place !== '';
  const words = missing ? `'${place}' is a required property` : `${place}: ${issue?.message ?? ''}`;
  return refuse(call, 400, `JSON does not validate: ${words}`);
}

/** Somebody else was faster: nothing is done, and the code says so (placement/errors.py, CONCURRENT_UPDATE). */
function checkGeneration(call: PlacementCall, consumer: string, asked: number | null | undefined): void {
  const known = generationOf(call.state, consumer);
  if (asked === undefined || asked === (known ?? null)) return;
  const words = `consumer generation conflict - expected ${known ?? 'null'} but got ${asked ?? 'None'}`;
  refuse(call, 409, words, 'placement.concurrent_update');
}

function checkRoom(call: PlacementCall, consumer: string, wish: Wish): void {
  for (const [uuid, { resources }] of Object.entries(wish.allocations)) {
    const provider: ProviderRecord | undefined = call.state.providers.find((one) => one.uuid === uuid);
    if (!provider) refuse(call, 400, `Allocation for resource provider '${uuid}' that does not exist.`);
    for (const [wanted, amount] of Object.entries(resources)) {
      if (!call.state.knownClasses.has(wanted)) {
        const words = `Unable to allocate inventory for consumer ${consumer}: No such resource class ${wanted}.`;
        refuse(call, 400, words);
      }
      const inventory = provider?.inventories[wanted];
      const own = provider?.allocations[consumer]?.[wanted] ?? 0;
      const room =
        provider && inventory ? inventory.total - inventory.reserved - usedOf(provider, wanted) + own : 0;
      if (amount > room) {
        const words = `Unable to allocate inventory: Unable to create allocation for '${wanted}' on resource provider '${uuid}'. The requested amount would exceed the capacity.`;
        refuse(call, 409, words);
      }
    }
  }
}

function release(state: CloudState, consumer: string): void {
  for (const provider of heldBy(state, consumer)) {
    const { [consumer]: _, ...rest } = provider.allocations;
    provider.allocations = rest;
  }
}

/** `PUT /allocations/<consumer>`, from 1.12 on: what it holds from now on, all or nothing. */
export function putAllocations(call: PlacementCall, consumer: string): Reply {
  if (!call.token?.roles.includes('admin')) denied(call, 'allocations:update');
  if (!z.guid().safeParse(consumer).success) refuse(call, 400, `Malformed consumer_uuid: ${consumer}`);
  const wish = wishOf(call);
  checkGeneration(call, consumer, wish.consumer_generation);
  checkRoom(call, consumer, wish);
  const { state } = call;
  const before = generationOf(state, consumer) ?? 0;
  const touched = new Set(heldBy(state, consumer));
  release(state, consumer);
  for (const provider of state.providers) {
    const resources = wish.allocations[provider.uuid]?.resources;
    if (!resources) continue;
    provider.allocations = { ...provider.allocations, [consumer]: resources };
    touched.add(provider);
  }
  for (const provider of touched) provider.generation += 1;
  // A consumer that has nothing left is forgotten; one that never had anything is remembered.
  const empty = Object.keys(wish.allocations).length === 0;
  if (empty && touched.size > 0) state.consumers.delete(consumer);
  else {
    const { project_id, user_id, consumer_type = null } = wish;
    const generation = empty ? before : before + 1;
    state.consumers.set(consumer, { generation, consumer_type, project_id, user_id });
  }
  return { status: 204 };
}

/** `DELETE /allocations/<consumer>`, whatever its generation. */
export function deleteAllocations(call: PlacementCall, consumer: string): Reply {
  if (!call.token?.roles.includes('admin')) denied(call, 'allocations:delete');
  if (heldBy(call.state, consumer).length === 0)
    return refuse(call, 404, `No allocations for consumer '${consumer}'`);
  release(call.state, consumer);
  call.state.consumers.delete(consumer);
  return { status: 204 };
}
