import type { Finding } from '../../src/core/finding.ts';
import type { Playbook } from '../../src/core/playbook.ts';
import { examine, type FactsInMemory } from './facts.ts';

/** The one finding of a playbook on these facts; more or fewer fail the test. */
export async function onlyFinding(playbook: Playbook, facts: FactsInMemory): Promise<Finding> {
  const { findings, unknown } = await examine(playbook, facts);
  const [first, ...others] = findings;
  if (!first || others.length > 0) {
    throw new Error(
      `expected one finding, got ${JSON.stringify({ codes: findings.map((one) => one.code), unknown })}`,
    );
  }
  return first;
}

export const proposed = (finding: Finding): readonly string[] =>
  (finding.proposals ?? []).map((proposal) => proposal.id);

export const commandsOf = (finding: Finding): string =>
  (finding.steps ?? []).map((step) => step.command ?? '').join('\n');

export const stepsOf = (finding: Finding): string =>
  (finding.steps ?? []).map((step) => step.text).join('\n');
