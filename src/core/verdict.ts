import { cut } from '../lib/cut.ts';
import type { Finding } from './finding.ts';
import type { UnknownCheck, Verdict } from './report.ts';

/** A reason often ends with what to do about it, so one alone stays whole; two have to share the lock screen. */
const MAX_REASON = { alone: 280, shared: 130 } as const;

/**
 * The one-line answer, from ranked findings and from what could not be checked:
 * 1. the first finding that is a trouble, or a person's hold;
 * 2. "cannot tell" when a service that was asked is sick, or a check broke: silence never reads as health;
 * 3. "healthy" where the facts say so in their own words;
 * 4. else "cannot tell".
 */
export function verdictOf(findings: readonly Finding[], unknown: readonly UnknownCheck[]): Verdict {
  const trouble = findings.find((finding) => finding.cause !== 'healthy' && finding.severity !== 'info');
  if (trouble) return { cause: trouble.cause, confidence: trouble.confidence, summary: trouble.summary };

  const blocking = unknown.filter((check) => check.kind === 'failed' || check.kind === 'broken');
  const healthy = findings.find((finding) => finding.cause === 'healthy');
  if (healthy && blocking.length === 0) {
    // What nobody read can neither confirm nor deny health; it only keeps the answer modest.
    const modest = unknown.length > 0 && healthy.confidence === 'confirmed';
    return { cause: 'healthy', confidence: modest ? 'likely' : healthy.confidence, summary: healthy.summary };
  }
  const said = findings.find((finding) => finding.cause === 'insufficient-evidence');
  if (said && blocking.length === 0)
    return { cause: said.cause, confidence: said.confidence, summary: said.summary };
  return { cause: 'insufficient-evidence', confidence: 'possible', summary: cannotTell(blocking, unknown) };
}

function cannotTell(blocking: readonly UnknownCheck[], unknown: readonly UnknownCheck[]): string {
  const reasons = [...new Set((blocking.length > 0 ? blocking : unknown).map((check) => check.reason))];
  if (reasons.length === 0)
    return 'Cannot tell: nothing that was read explains it, and nothing says it is well.';
  const limit = reasons.length === 1 ? MAX_REASON.alone : MAX_REASON.shared;
  const shown = reasons.slice(0, 2).map((reason) => cut(reason, limit));
  const more = reasons.length > 2 ? ` and ${reasons.length - 2} more` : '';
  return `Cannot tell: ${shown.join('; ')}${more}.`;
}
