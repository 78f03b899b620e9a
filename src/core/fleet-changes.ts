import type { Cause } from './cause.ts';
import type { FleetPoint, PointNode } from './fleet-point.ts';
import { isHeld } from './fleet-report.ts';

/** What became of a fleet's trouble between two moments; what a person holds is no trouble. */
export interface FleetChanges {
  /** ISO 8601, of the earlier moment. */
  readonly since: string;
  /** In trouble now, and not then. */
  readonly came: readonly PointNode[];
  /** In trouble then, and not now: mended, held or gone. As it was then. */
  readonly went: readonly PointNode[];
  /** In trouble both times, for another reason now. */
  readonly turned: readonly { readonly node: PointNode; readonly was: Cause }[];
}

export function changesBetween(before: FleetPoint, now: FleetPoint): FleetChanges {
  const then = troubled(before);
  const today = troubled(now);
  return {
    since: before.at,
    came: [...today.values()].filter(({ uuid }) => !then.has(uuid)),
    went: [...then.values()].filter(({ uuid }) => !today.has(uuid)),
    turned: [...today.values()].flatMap((node) => {
      const was = then.get(node.uuid)?.cause;
      return was === undefined || was === node.cause ? [] : [{ node, was }];
    }),
  };
}

function troubled({ nodes }: FleetPoint): ReadonlyMap<string, PointNode> {
  return new Map(nodes.filter((node) => !isHeld(node)).map((node) => [node.uuid, node]));
}
