import { ADVICE, type Advice } from './advice.ts';
import type { Cause } from './cause.ts';
import type { GuideSection } from './guide.ts';
import type { RemediationId } from './remediation.ts';
import { SIGNATURES } from './signatures/index.ts';

const unique = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];

/** A text whose wording nobody knows, or that does not tell why, ends in this one. */
const causes: readonly Cause[] = unique([
  ...SIGNATURES.map(({ cause }) => cause),
  'insufficient-evidence' as const,
]);
const advice: readonly Advice[] = causes.map((cause) => ADVICE[cause]);

/**
 * What a playbook may answer that goes by the wording of an error: for its `causes`, `covers` and `remedies`, so that
 * a new wording needs no change there.
 */
export const RECOGNISED = {
  causes,
  sections: unique<GuideSection>([
    ...advice.flatMap(({ guide }) => guide ?? []),
    ...SIGNATURES.flatMap(({ guide }) => guide ?? []),
  ]),
  remedies: unique<RemediationId>(advice.flatMap(({ remediations }) => remediations)),
  /** How many wordings are known. */
  templates: SIGNATURES.length,
} as const;

/** Whether the causes are those of any known wording, and more perhaps. */
export function namesAnyRecognised(named: readonly Cause[]): boolean {
  return causes.every((cause) => named.includes(cause));
}
