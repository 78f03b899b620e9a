import { defineCommand } from '../src/core/command.ts';

export default defineCommand({
  id: 'explain',
  usage: 'explain <error text or log lines>',
  summary: 'what a pasted error means, as far as the text alone carries; no cloud is asked',
  examples: [
    'explain Failed to prepare to deploy: Timed out waiting for a reply to message ID 4c1',
    'explain No valid host was found. There are not enough hosts available.',
  ],
  slow: true,
  async run({ text, services }) {
    const pasted = text
      .trim()
      .replace(/^```|```$/g, '')
      .trim();
    if (!pasted) {
      return { kind: 'words', text: 'Explain what? Paste an error after the word: `explain <text>`.' };
    }
    return { kind: 'diagnosis', outcome: { kind: 'report', report: await services.explain(pasted) } };
  },
});
