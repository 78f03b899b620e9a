import type { FleetEntry, FleetKind, FleetSubject } from './fleet-entry.ts';
import { hitsIn, type Naming } from './fleet-hits.ts';
import { fleetKeys, held, type NamedBy } from './fleet-keys.ts';
import { settle } from './settle-hits.ts';

/** A subject that is named for certain. */
export interface NamedSubject extends FleetSubject {
  /** As the message writes it. */
  readonly as: string;
  readonly by: NamedBy;
  /** Named only as the place where the figures came from: `instance="ctl-1:9100"`. */
  readonly reporter?: true;
}

/** A word that could mean several things, or that may be no name at all. */
export interface Ambiguity {
  readonly as: string;
  /** At most 20. */
  readonly could: readonly FleetSubject[];
  /** True where the word is an ordinary one that only stands in quotes: it may mean nothing of ours. */
  readonly word?: true;
}

/** What a label calls a node, an instance or the like, and of which the index knows nothing. */
export interface Unseen {
  readonly kind: FleetKind;
  readonly as: string;
}

export interface Mentions {
  readonly certain: readonly NamedSubject[];
  readonly asked: readonly Ambiguity[];
  readonly unseen: readonly Unseen[];
}

export interface FleetIndex {
  readonly size: number;
  /**
   * What is named, by exact match only. `about` is the kind of thing that the alert is about, and decides where a name
   * could mean two kinds.
   */
  mentionsIn(naming: Naming, about?: FleetKind): Mentions;
  /** UUID of the node that is meant, or that the instance is on; undefined where the index knows of none. */
  nodeOf(subject: FleetSubject): string | undefined;
}

export interface FleetIndexOptions {
  /** Domains of our hosts, besides those that the entries' own names have. */
  readonly domains?: readonly string[];
}

/**
 * An index over everything that alerts may name. It never guesses: a key is met whole or not at all, names that are
 * words, figures or versions count only where a label says what they are, and what could mean several things is `asked`.
 * It is built anew when the fleet was read again.
 */
export function createFleetIndex(
  entries: readonly FleetEntry[],
  options: FleetIndexOptions = {},
): FleetIndex {
  const keys = fleetKeys(entries, options.domains);
  return {
    size: entries.length,
    mentionsIn: (naming, about) => settle(hitsIn(naming, keys), naming.labels, about),
    nodeOf({ kind, cloud, id }) {
      if (kind === 'node') return id;
      if (kind !== 'instance') return undefined;
      const key = id.toLowerCase();
      const entries = [...held(keys.uuids, key), ...held(keys.names, key)];
      return entries.find((one) => one.kind === kind && one.cloud === cloud && one.id === id)?.node;
    },
  };
}
