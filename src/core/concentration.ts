import { type CountedFleet, countBy } from './counted-fleet.ts';
import { type NodeProperties, PROPERTY_KINDS, type PropertyKind } from './fleet-properties.ts';

/** One value that a group's nodes share, and how far it tells. */
export interface SharedProperty {
  readonly kind: PropertyKind;
  readonly value: string;
  /** So many nodes of the group have it. */
  readonly having: number;
  /** So many nodes of the whole fleet have it, those of the group included. */
  readonly members: number;
  /** How nearly the nodes that have it and the group are the same ones, 0 to 1 (Jaccard). */
  readonly fit: number;
}

/** Fewer than this may share anything by chance, and whoever has two nodes in trouble looks at both. */
const AT_LEAST = 3;
/** The share of trouble among a value's nodes is so many times the share among all others. */
const FAR_ABOVE = 5;
/** Where the same trouble fell on as many nodes at random, a value would have as many of them in fewer than 1 of 100 fleets. */
const BY_CHANCE = 0.01;

/**
 * What a group's nodes have in common and the rest of the fleet has not, the best explanation first. A value is named
 * only where it tells, which takes all of:
 * - at least three nodes of the group have it;
 * - the group's share of the nodes that have it is at least five times its share of those that have it not, with one
 *   more node in trouble among these than is known, so that "everybody has that driver" and "nearly everybody" say nothing;
 * - it is no chance: with the group's nodes drawn at random from the fleet, fewer than one draw in a hundred has as many of
 *   that value (hypergeometric), times the number of values there are to look at, since among a hundred switches
 *   the oddest is always odd.
 *
 * The best explanation is the one whose nodes and the group's are most nearly the same nodes (Jaccard); equal ones
 * stand in the order of {@link PROPERTY_KINDS}, from what breaks to what is merely alike.
 */
export function tellingProperties(
  group: readonly NodeProperties[],
  fleet: CountedFleet,
): readonly SharedProperty[] {
  if (group.length < AT_LEAST) return [];
  const told = PROPERTY_KINDS.flatMap((kind) => {
    const inside = countBy(kind, group);
    const candidates = [...inside].filter(([, { nodes }]) => nodes >= AT_LEAST);
    if (candidates.length === 0) return [];
    const everywhere = fleet.counts(kind);
    return candidates.flatMap(([value, { nodes: having }]): SharedProperty[] => {
      const members = Math.max(everywhere.get(value)?.nodes ?? 0, having);
      const shared = { kind, value, having, members, fit: having / (members + group.length - having) };
      return tells(shared, group.length, fleet.size, everywhere.size) ? [shared] : [];
    });
  });
  return told.toSorted((a, b) => b.fit - a.fit);
}

function tells(
  { having, members }: Pick<SharedProperty, 'having' | 'members'>,
  group: number,
  fleet: number,
  values: number,
): boolean {
  const others = fleet - members;
  if (others <= 0) return false;
  const share = having / members;
  const elsewhere = (group - having + 1) / (others + 1);
  return share >= FAR_ABOVE * elsewhere && chance(having, group, members, fleet) * values < BY_CHANCE;
}

/** How likely at least `having` of `group` nodes, drawn from `fleet`, are among `members` of it. */
function chance(having: number, group: number, members: number, fleet: number): number {
  const most = Math.min(group, members);
  const all = logChoose(fleet, group);
  let sum = 0;
  for (let k = having; k <= most; k += 1) {
    const term = Math.exp(logChoose(members, k) + logChoose(fleet - members, group - k) - all);
    sum += term;
    // The tail only falls; what is left of it adds nothing any more.
    if (term < sum * 1e-9) break;
  }
  return sum;
}

/** Minus infinity where there is no such choice. */
function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

const FACTORIALS: number[] = [0];

/** Natural logarithm of n!; a fleet has ten thousand nodes, so that all of them fit into memory. */
function logFactorial(n: number): number {
  for (let next = FACTORIALS.length; next <= n; next += 1)
    FACTORIALS.push((FACTORIALS[next - 1] ?? 0) + Math.log(next));
  return FACTORIALS[n] ?? 0;
}
