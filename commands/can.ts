import { acts } from '../src/core/acting-command.ts';
import { readArguments } from '../src/core/arguments.ts';
import { defineCommand } from '../src/core/command.ts';

const USAGE = 'can <verb> <node> [name=value ...] [--cloud NAME]';
const EXAMPLE = 'can power-on node-17';

export default defineCommand({
  id: 'can',
  usage: USAGE,
  summary:
    'what a remedy would call, what the policy asks for, and who would have to agree; with its button if it is yours to press',
  examples: [
    EXAMPLE,
    'can set-interface node-17 interface=network value=noop',
    'can abort node-17 --cloud lab',
  ],
  group: 'act',
  shownTo: 'acting',
  run: acts(async (acting, { text, who, services }) => {
    const { words, cloud = services.clouds[0] ?? '' } = readArguments(text, services.clouds, EXAMPLE);
    const [verb, ...rest] = words.split(/\s+/).filter(Boolean);
    if (!verb || rest.length === 0) {
      return { kind: 'words', text: `Can what, and on which node? \`${USAGE}\`, e.g. \`${EXAMPLE}\`.` };
    }
    return { kind: 'can', answer: await acting.can(verb.toLowerCase(), rest, cloud, await who()) };
  }),
});
