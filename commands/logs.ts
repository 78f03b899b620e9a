import { attempt } from '../src/core/attempt.ts';
import { type Answer, defineCommand, type Found } from '../src/core/command.ts';
import { extractOf } from '../src/core/log-extract.ts';
import { logViewOf } from '../src/core/log-view.ts';
import { looking } from '../src/core/looked.ts';

const USAGE = 'logs <node> [--cloud NAME]';

export default defineCommand({
  id: 'logs',
  usage: USAGE,
  summary: "what the deploy ramdisk and the services' logs say about a node, with an extract as a file",
  examples: ['logs node-17', 'logs node-17 --cloud lab', 'logs 6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11'],
  group: 'look',
  slow: true,
  doing: 'reading the logs',
  ...looking(
    'logs',
    {
      example: 'logs node-17',
      askFor: `Logs of what? Give me a node: \`${USAGE}\`, e.g. \`logs node-17\`.`,
    },
    tell,
  ),
});

async function tell({ subject, facts, notes }: Found): Promise<Answer> {
  const reading = Promise.all([attempt(facts.logs()), attempt(facts.ramdisk_logs())]);
  const node = await facts.node();
  const [logs, ramdisk] = await reading;
  const view = logViewOf(node, { logs, ramdisk }, facts.now);
  const file = extractOf({
    name: view.name,
    cloud: subject.cloud,
    read: view.read,
    ramdisk: ramdisk.kind === 'value' ? ramdisk.value : [],
    logs: logs.kind === 'value' ? logs.value : [],
  });
  return { kind: 'logs', subject, notes, view, files: file ? [file] : [] };
}
