import type { Evidence, Missing } from './finding.ts';

export type Confidence = 'confirmed' | 'likely' | 'possible';

const ORDER: Record<Confidence, number> = { confirmed: 0, likely: 1, possible: 2 };

/**
 * Confidence is computed, never asserted by a playbook:
 * - `confirmed`: something proves it and nothing speaks against it;
 * - `likely`: something proves it although something speaks against it, or supporting evidence outweighs what
 *   speaks against it by two;
 * - `possible`: anything less, and whatever rests on one supporting read while facts are missing.
 */
export function confidenceOf(evidence: readonly Evidence[], missing: readonly Missing[] = []): Confidence {
  const count = { proves: 0, supports: 0, 'speaks-against': 0 };
  for (const piece of evidence) count[piece.bearing] += 1;
  const against = count['speaks-against'];
  if (count.proves > 0) return against === 0 ? 'confirmed' : 'likely';
  const balance = count.supports - against;
  if (balance >= 2) return 'likely';
  // A single support with everything else read and silent is more than a guess; with holes in the picture it is one.
  return balance === 1 && missing.length === 0 && against === 0 ? 'likely' : 'possible';
}

/** Sorts the surer first. */
export function byConfidence(a: Confidence, b: Confidence): number {
  return ORDER[a] - ORDER[b];
}

/** Why the word is what it is, for whoever asks. */
export function explainConfidence(evidence: readonly Evidence[], missing: readonly Missing[] = []): string {
  const of = (bearing: Evidence['bearing']) => evidence.filter((piece) => piece.bearing === bearing).length;
  const parts = [
    of('proves') > 0 ? `${of('proves')} proving` : '',
    of('supports') > 0 ? `${of('supports')} supporting` : '',
    of('speaks-against') > 0 ? `${of('speaks-against')} against` : 'none against',
    missing.length > 0 ? `${missing.length} not readable` : '',
  ].filter(Boolean);
  return `${confidenceOf(evidence, missing)}: ${parts.join(', ')}`;
}
