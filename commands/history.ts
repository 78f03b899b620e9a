import { readArguments } from '../src/core/arguments.ts';
import { attempt } from '../src/core/attempt.ts';
import {
  type Answer,
  defineCommand,
  type Found,
  type ServiceOptions,
  type Services,
} from '../src/core/command.ts';
import { lookedUp, optionsOf } from '../src/core/looked.ts';
import { historyOf } from '../src/core/node-history.ts';

const USAGE = 'history <node> [--cloud NAME]';

export default defineCommand({
  id: 'history',
  usage: USAGE,
  summary: 'what went wrong with a node before: its history in Ironic, with how long things took',
  examples: ['history node-17', 'history node-17 --cloud lab', 'history 52:54:00:1a:b0:77'],
  group: 'look',
  slow: true,
  doing: 'reading the history',
  async run({ text, services, signal }) {
    const { words, ...where } = readArguments(text, services.clouds, 'history node-17');
    if (!words) {
      return {
        kind: 'words',
        text: `History of what? Give me a node: \`${USAGE}\`, e.g. \`history node-17\`.`,
      };
    }
    return tellOf(services, words, optionsOf({ ...where, signal }));
  },
  about: ({ subject, services, ...where }) => tellOf(services, subject, optionsOf(where)),
});

function tellOf(services: Services, words: string, options: ServiceOptions): Promise<Answer> {
  return lookedUp(services, words, options, { command: 'history' }, tell);
}

async function tell({ subject, facts, notes }: Found): Promise<Answer> {
  const reading = attempt(facts.history());
  const node = await facts.node();
  const events = await reading;
  const known = events.kind === 'value' ? events.value : { unread: events.why.reason };
  return { kind: 'history', subject, notes, history: historyOf(node, known, facts.now) };
}
