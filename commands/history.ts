import { attempt } from '../src/core/attempt.ts';
import { type Answer, defineCommand, type Found } from '../src/core/command.ts';
import { looking } from '../src/core/looked.ts';
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
  ...looking(
    'history',
    {
      example: 'history node-17',
      askFor: `History of what? Give me a node: \`${USAGE}\`, e.g. \`history node-17\`.`,
    },
    tell,
  ),
});

async function tell({ subject, facts, notes }: Found): Promise<Answer> {
  const reading = attempt(facts.history());
  const node = await facts.node();
  const events = await reading;
  const known = events.kind === 'value' ? events.value : { unread: events.why.reason };
  return { kind: 'history', subject, notes, history: historyOf(node, known, facts.now) };
}
