import { defineCommand } from '../src/core/command.ts';
import { nodesNamed } from '../src/core/nodes-named.ts';

export default defineCommand({
  id: 'explain',
  usage: 'explain <error text or log lines>',
  summary: 'what a pasted error means, as far as the text alone carries; no cloud is asked',
  examples: [
    'explain Failed to prepare to deploy: Timed out waiting for a reply to message ID 4c1',
    'explain No valid host was found. There are not enough hosts available.',
  ],
  group: 'trouble',
  slow: true,
  async run({ text, services }) {
    const pasted = withoutFences(text);
    if (!pasted) {
      return { kind: 'words', text: 'Explain what? Paste an error after the word: `explain <text>`.' };
    }
    const report = await services.explain(pasted);
    return { kind: 'diagnosis', outcome: { kind: 'report', report }, named: nodesNamed(pasted) };
  },
});

/** Fences stand around a paste or between its parts; the word of a language after one is none of the text. */
function withoutFences(text: string): string {
  return text
    .replace(/^[ \t]*```[ \t]*(?:[a-z]{1,12}(?=\r?\n))?/gm, '')
    .replaceAll('```', '')
    .trim();
}
