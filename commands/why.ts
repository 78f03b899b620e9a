import { readArguments } from '../src/core/arguments.ts';
import { defineCommand } from '../src/core/command.ts';
import { diagnosed } from '../src/core/diagnosed.ts';
import { optionsOf } from '../src/core/looked.ts';

const USAGE = 'why <node | instance | MAC | BMC address | port | flavor> [--cloud NAME]';

export default defineCommand({
  id: 'why',
  usage: USAGE,
  summary: 'what is wrong with a node, an instance or a flavor, with the evidence, and what to do now',
  examples: [
    'why node-17',
    'why node-17 --cloud lab',
    'why 6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11',
    'why 52:54:00:1a:b0:77',
    'why bm.large',
  ],
  group: 'trouble',
  slow: true,
  async run({ text, services, signal }) {
    const { words, ...where } = readArguments(text, services.clouds, 'why node-17');
    if (!words) {
      return { kind: 'words', text: `Why what? Give me a name: \`${USAGE}\`, e.g. \`why node-17\`.` };
    }
    return diagnosed(services, words, optionsOf({ ...where, signal }));
  },
  about: ({ subject, services, ...where }) => diagnosed(services, subject, optionsOf(where)),
});
