import type { Finding } from './finding.ts';
import { typedWord } from './node-words.ts';
import { procedureFor } from './procedures/index.ts';
import type { Report } from './report.ts';

/** What to type for the procedure of a finding, without the word before it: `guide port-fast node-17`. */
export function handbookOf(finding: Finding, { node, subject }: Report): string | undefined {
  if (finding.cause === 'healthy') return undefined;
  const procedure = procedureFor(finding.guide);
  if (!procedure) return undefined;
  if (!node) return `guide ${procedure.id}`;
  const named = [node.name, node.uuid, subject.name].find((word) => typedWord(word, '') === word);
  return named ? `guide ${procedure.id} ${named}` : `guide ${procedure.id}`;
}
