import type { NodeProperties, PropertyKind } from './fleet-properties.ts';

/** How many nodes have each value of a kind; a value that none has is not in it. */
export type Counts = ReadonlyMap<string, { readonly nodes: number }>;

/** The nodes of a fleet, of which it is counted once what they have, however many groups are compared with them. */
export interface CountedFleet {
  readonly size: number;
  counts(kind: PropertyKind): Counts;
  /** The rest, counted from what is gone: that is few, and a fleet is ten thousand. */
  without(isGone: (properties: NodeProperties) => boolean): CountedFleet;
}

export function countedFleet(nodes: readonly NodeProperties[]): CountedFleet {
  return counted(nodes, (kind) => countBy(kind, nodes));
}

function counted(nodes: readonly NodeProperties[], count: (kind: PropertyKind) => Counts): CountedFleet {
  const known = new Map<PropertyKind, Counts>();
  const fleet: CountedFleet = {
    size: nodes.length,
    counts(kind) {
      const counts = known.get(kind) ?? count(kind);
      known.set(kind, counts);
      return counts;
    },
    without(isGone) {
      const gone = nodes.filter(isGone);
      const left = nodes.filter((properties) => !isGone(properties));
      return counted(left, (kind) => less(fleet.counts(kind), countBy(kind, gone)));
    },
  };
  return fleet;
}

export function countBy(kind: PropertyKind, nodes: readonly NodeProperties[]): Counts {
  const counts = new Map<string, { nodes: number }>();
  const add = (value: string) => {
    const known = counts.get(value);
    if (known) known.nodes += 1;
    else counts.set(value, { nodes: 1 });
  };
  for (const node of nodes) {
    const value = node[kind];
    if (typeof value === 'string') add(value);
    else value?.forEach(add);
  }
  return counts;
}

function less(all: Counts, gone: Counts): Counts {
  if (gone.size === 0) return all;
  const left = new Map(all);
  for (const [value, { nodes }] of gone) {
    const rest = (all.get(value)?.nodes ?? 0) - nodes;
    if (rest > 0) left.set(value, { nodes: rest });
    else left.delete(value);
  }
  return left;
}
