import type { Cause } from './cause.ts';
import type { Confidence } from './confidence.ts';
import type { FactName, UnreadKind } from './facts.ts';
import type { Finding } from './finding.ts';
import type { Subject } from './subject.ts';

/** The answer in one line. It is always there: "healthy" and "cannot tell" are answers. */
export interface Verdict {
  readonly cause: Cause;
  readonly confidence: Confidence;
  readonly summary: string;
}

export interface ClearCheck {
  /** `playbook/check`. */
  readonly check: string;
  readonly asks: string;
}

export interface UnknownCheck {
  readonly check: string;
  readonly asks: string;
  /** In words for the engineer. */
  readonly reason: string;
  /** The fact that was not there; absent when the check itself broke. */
  readonly fact?: FactName;
  readonly kind: UnreadKind | 'broken';
}

/** The node as it was read, for the line under the verdict and for the check before a remediation. */
export interface NodeGlance {
  readonly uuid: string;
  readonly name: string | null;
  readonly provision_state: string | null;
  readonly power_state: string | null;
  readonly maintenance: boolean;
  readonly instance_uuid: string | null;
  readonly reservation: string | null;
  /** ISO 8601, as Ironic says. */
  readonly provision_updated_at: string | null;
}

/** One diagnosis as plain data. Slack, the terminal and JSON are three drawings of it. */
export interface Report {
  readonly subject: Subject;
  readonly verdict: Verdict;
  /** Ranked; findings with `explained_by` come after those that explain them. */
  readonly findings: readonly Finding[];
  readonly clear: readonly ClearCheck[];
  readonly unknown: readonly UnknownCheck[];
  readonly node: NodeGlance | null;
  /** Remarks about the subject itself: "an instance has the same name". */
  readonly notes: readonly string[];
  readonly cost: { readonly requests: number; readonly ms: number };
  /** ISO 8601, when the diagnosis began. */
  readonly at: string;
  /** Short, for the log line of the same diagnosis. */
  readonly reference: string;
}
