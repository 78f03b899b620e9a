import type { Cause } from './cause.ts';
import type { SharedProperty } from './concentration.ts';
import type { Confidence } from './confidence.ts';
import type { FactName } from './facts.ts';
import type { Severity } from './finding.ts';

/** A node that needs somebody, or that a person holds. */
export interface TroubledNode {
  readonly uuid: string;
  readonly name: string | null;
  readonly provision_state: string;
  readonly cause: Cause;
  /** The finding's own, finer than the cause; absent where no finding says more than "cannot tell". */
  readonly code?: string;
  readonly confidence: Confidence;
  /** One sentence that could be forwarded as it is. */
  readonly summary: string;
  readonly severity: Severity;
  /** ISO 8601, since when it is in this state; null where Ironic does not say. */
  readonly since: string | null;
  /** The trouble is at least that old: a state of rest tells when the node was last written, not when this began. */
  readonly at_least: boolean;
}

/** Nodes with one cause, and what tells them from the rest of the fleet. */
export interface FleetGroup {
  readonly cause: Cause;
  /** Goes on after "31 nodes: ". */
  readonly words: string;
  /** UUIDs, in the order in which they were read. */
  readonly nodes: readonly string[];
  /** How sure at least half of them are. */
  readonly confidence: Confidence;
  /** What all of them share and the rest of the fleet does not, if anything tells; the best explanation. */
  readonly shared?: SharedProperty;
  /** What tells besides: the rack whose switch it is. */
  readonly besides: readonly SharedProperty[];
}

export interface StateCount {
  /** As Ironic words it; `available (API 1.1)` reads as `available`. */
  readonly state: string;
  readonly nodes: number;
  /** Of these. */
  readonly troubled: number;
  /** Held by a person, and not counted as trouble. */
  readonly held: number;
}

/** A question that was begun about a node which looks well, and could not be answered in this pass. */
export interface OpenQuestion {
  /** `playbook/check`. */
  readonly check: string;
  readonly asks: string;
  readonly fact?: FactName;
  readonly reason: string;
  /** UUIDs. */
  readonly nodes: readonly string[];
}

/** What was not read, and what that costs the answer. */
export interface Unread {
  readonly what: FactName;
  readonly reason: string;
  /** `failed`: it was asked for and the service is sick. `left-out`: a pass over a fleet never reads it. */
  readonly kind: 'failed' | 'left-out';
}

/** What a filter's words were understood as. */
export interface FilterMeant {
  /** As it was typed. */
  readonly words: string;
  /** In our words: `driver ipmi`, `names like node-1*`. */
  readonly meant: string;
}

/** A whole fleet as plain data. Slack, JSON and the picture are drawings of it. */
export interface FleetReport {
  readonly cloud: string;
  /** Nodes that were read; what a group shares is judged against all of them, whatever the filter. */
  readonly total: number;
  /** Ironic stopped answering before its list ended: there are more nodes than `total`. */
  readonly partial: boolean;
  readonly filter?: FilterMeant;
  /** Nodes that fit the filter; `total` without one. What follows is about these. */
  readonly shown: number;
  /** The most nodes first. */
  readonly states: readonly StateCount[];
  /** The worst news first: causes by their number of nodes, then what a person holds, then what cannot be told. */
  readonly groups: readonly FleetGroup[];
  /** In the order of the groups, the longest trouble first. */
  readonly nodes: readonly TroubledNode[];
  readonly open: readonly OpenQuestion[];
  readonly unread: readonly Unread[];
  /** Remarks: of the clock, of nodes that this credential is not shown. */
  readonly notes: readonly string[];
  readonly cost: { readonly requests: number; readonly ms: number };
  /** ISO 8601, when the reading began. */
  readonly at: string;
  /** Short, for the log line of the same pass. */
  readonly reference: string;
}

/** The words of a filter that fit no node, and the nearest ones that would. */
export interface FitsNothing {
  readonly kind: 'fits-nothing';
  readonly words: string;
  readonly nearest: readonly string[];
  readonly total: number;
}

/** A fleet as one pass found it; each report narrows what is told, never what a group is compared with. */
export interface FleetReading {
  /** All of it, or what the words of a person mean. */
  report(words?: string): FleetReport | FitsNothing;
  /** Nodes with these UUIDs. */
  among(uuids: ReadonlySet<string>): FleetReport;
}

/** A verdict like any other, and no trouble of the cloud. */
export function isHeld({ cause }: { readonly cause: Cause }): boolean {
  return cause === 'operator-maintenance';
}
