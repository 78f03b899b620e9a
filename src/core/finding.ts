import type { Cause } from './cause.ts';
import type { Confidence } from './confidence.ts';
import type { GuideSection } from './guide.ts';
import type { Proposal } from './remediation.ts';

/**
 * What a piece of evidence does to the finding. `proves`: sufficient by itself. `supports`: would be expected if
 * the finding is right. `speaks-against`: would not be.
 */
export type Bearing = 'proves' | 'supports' | 'speaks-against';

export interface Evidence {
  readonly bearing: Bearing;
  /**
   * A place that the engineer can open again. It starts with the fact's name: `node.last_error`,
   * `conductors[conductor-2].alive`, `history[2026-11-22T17:24:20+00:00]`.
   */
  readonly source: string;
  /** What was read there, with the number that matters. Text from outside stays as it came; renderers escape it. */
  readonly observed: string;
  /** ISO 8601, when it was read. The runner fills it in from the fact that `source` starts with. */
  readonly at?: string;
}

/** `critical`: the node or request has failed or cannot go on. `warning`: it will need a person. `info`: good to know. */
export type Severity = 'critical' | 'warning' | 'info';

/** One thing that a person does, with the command an engineer would type, if there is one. */
export interface Step {
  readonly text: string;
  readonly command?: string;
}

/** What a check returns: everything but the parts that the engine computes. */
export interface FindingDraft {
  /** Finer than the cause and stable, e.g. `clean-callback-timeout`. */
  readonly code: string;
  readonly cause: Cause;
  /** One sentence that could be forwarded as it is. */
  readonly summary: string;
  readonly severity: Severity;
  readonly evidence: readonly [Evidence, ...Evidence[]];
  /** Codes of findings that this one is the reason for; the report folds them underneath. */
  readonly explains?: readonly string[];
  /**
   * It says from further away what another finding of the same cause says from the facts themselves, as a log line does
   * beside `last_error`; where there is such a one, it is folded underneath. A list names further causes that sound like
   * this from there, for what tells no cause itself.
   */
  readonly echoes?: true | readonly Cause[];
  /** What the API could do about it, safest first. */
  readonly proposals?: readonly Proposal[];
  /** What a person does about it, in order. */
  readonly steps?: readonly Step[];
  /** When the finding belongs to another section than its playbook. */
  readonly guide?: GuideSection;
}

/** A fact that the check would have liked to have. */
export interface Missing {
  readonly fact: string;
  readonly reason: string;
}

export interface Finding extends FindingDraft {
  readonly playbook: string;
  readonly check: string;
  readonly guide: GuideSection;
  readonly confidence: Confidence;
  /** Facts that could not be read and might have changed the picture. */
  readonly missing: readonly Missing[];
  /** `code` of the finding that is the reason for this one. */
  readonly explained_by?: string;
}
