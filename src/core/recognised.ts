import { adviceOn } from './advice.ts';
import type { Named } from './advice-steps.ts';
import type { Cause } from './cause.ts';
import type { Recognition } from './error-signature.ts';
import type { Evidence, Step } from './finding.ts';
import type { GuideSection } from './guide.ts';
import { type Proposal, propose } from './remediation.ts';

/** A known wording with everything that a finding about it needs, except what its operation adds. */
export interface Recognised {
  readonly cause: Cause;
  /** In plain words, without a full stop. */
  readonly says: string;
  readonly evidence: Evidence;
  readonly proposals: readonly Proposal[];
  readonly steps: readonly Step[];
  readonly guide?: GuideSection;
}

/**
 * What a recognised wording is a sign of and what to do about it. `source` is where the text was read,
 * `node.last_error` or `message`; `text` is quoted whole, since the engineer wants the words that were logged.
 */
export function recognised(
  { signature, excerpt }: Recognition,
  { source, text, named }: { readonly source: string; readonly text?: string; readonly named: Named },
): Recognised {
  const advice = adviceOn(signature.cause);
  const guide = signature.guide ?? advice.guide;
  const next: readonly Step[] = signature.next ? [{ text: sentence(signature.next) }] : [];
  return {
    cause: signature.cause,
    says: signature.says,
    evidence: { bearing: signature.bearing, source, observed: text ?? excerpt },
    proposals: advice.remediations.map((id) => propose(id)),
    steps: [...next, ...advice.steps(named)],
    ...(guide ? { guide } : {}),
  };
}

/** A phrase of a table as a sentence of its own. */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?]$/.test(begun) ? begun : `${begun}.`;
}
