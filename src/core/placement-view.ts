import { formatDuration, parseUtc, secondsSince } from '../lib/duration.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { Allocations, Inventories, ResourceProvider } from '../openstack/placement/schema.ts';
import type { Facts } from './facts.ts';
import type { Evidence } from './finding.ts';
import { customClass } from './resource-class.ts';

/**
 * How long a change of a node may take to reach Placement before it is called stale. nova-compute looks at its nodes
 * every minute by default, and the round grows with their number (openstack/nova nova/compute/manager.py
 * update_available_resource).
 */
export const PROPAGATION_SECONDS = 300;

/** What Placement has under the node's UUID: null is "nothing", undefined is "not read". */
export interface PlacementReads {
  readonly provider?: ResourceProvider | null | undefined;
  readonly inventories?: Inventories | null | undefined;
  readonly allocations?: Allocations | null | undefined;
}

export type ContradictionKind = 'no-provider' | 'class-missing' | 'reserved' | 'leftover';

/** One way in which Placement denies what Ironic says of a free node. */
export interface Contradiction {
  readonly kind: ContradictionKind;
  /** To be continued after "Ironic calls node-17 free, but Placement ". */
  readonly says: string;
  readonly evidence: Evidence;
  /** Whose allocation is left over. */
  readonly consumer?: string;
}

/** All that Placement holds against a node that Ironic calls free, the plainest first. */
export function contradictions(node: Node, reads: PlacementReads): readonly Contradiction[] {
  const { provider, inventories, allocations } = reads;
  if (provider === null || (provider === undefined && inventories === null)) {
    const source = provider === null ? 'resource_provider' : 'inventories';
    return [
      {
        kind: 'no-provider',
        says: 'has no resource provider for it',
        evidence: { bearing: 'proves', source, observed: `no provider ${node.uuid}` },
      },
    ];
  }
  const found: Contradiction[] = [];
  for (const [consumer, { resources }] of Object.entries(allocations?.allocations ?? {})) {
    found.push({
      kind: 'leftover',
      says: `still has it allocated to ${consumer}`,
      consumer,
      evidence: {
        bearing: 'proves',
        source: `allocations[${consumer}]`,
        observed: Object.entries(resources)
          .map(([name, amount]) => `${name}=${amount}`)
          .join(', '),
      },
    });
  }
  const wanted = customClass(node.resource_class);
  if (inventories && wanted) {
    const inventory = inventories.inventories[wanted];
    if (!inventory) {
      found.push({
        kind: 'class-missing',
        says: `has no ${wanted} of it`,
        evidence: {
          bearing: 'proves',
          source: 'inventories',
          observed: `${Object.keys(inventories.inventories).join(', ') || 'none'}, no ${wanted}`,
        },
      });
    } else if (inventory.total > 0 && (inventory.reserved ?? 0) >= inventory.total) {
      found.push({
        kind: 'reserved',
        says: 'has it reserved, as for a node in maintenance or in use',
        evidence: {
          bearing: 'proves',
          source: `inventories[${wanted}]`,
          observed: `reserved ${inventory.reserved} of ${inventory.total}`,
        },
      });
    }
  }
  return found;
}

/** What Placement has under the subject's node, whatever of it can be read. */
export async function maybePlacementReads(facts: Facts): Promise<PlacementReads> {
  const [provider, inventories, allocations] = await Promise.all([
    facts.maybe.resource_provider(),
    facts.maybe.inventories(),
    facts.maybe.allocations(),
  ]);
  return { provider, inventories, allocations };
}

/** Milliseconds since the epoch of the last change that Ironic records of a node. */
export function changedAt(node: Node): number | undefined {
  const times = [node.provision_updated_at, node.updated_at].flatMap((iso) => (iso && parseUtc(iso)) || []);
  return times.length > 0 ? Math.max(...times) : undefined;
}

/** True while Nova may still be about to tell Placement of the node's last change. */
export function mayStillPropagate(node: Node, now: Date): boolean {
  const at = changedAt(node);
  return at !== undefined && (now.getTime() - at) / 1000 < PROPAGATION_SECONDS;
}

/** "changed 2 min ago", for the evidence; empty when Ironic does not say. */
export function changedWords(node: Node, now: Date): string {
  const at = changedAt(node);
  if (at === undefined) return '';
  return `changed ${formatDuration(secondsSince(new Date(at).toISOString(), now) ?? 0)} ago`;
}
