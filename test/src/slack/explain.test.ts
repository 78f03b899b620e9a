import { expect, it } from 'vitest';
import { loadPlaybooks } from '../../../src/compose.ts';
import { createDiagnosis } from '../../../src/diagnosis/diagnose.ts';
import { createServices } from '../../../src/services.ts';
import { answerWords } from '../../../src/slack/answer.ts';
import type { Rendered } from '../../../src/slack/render/limits.ts';
import { memoryLog } from './support/bot.ts';
import { faultsOf } from './support/check-message.ts';
import { deskWith } from './support/desk.ts';
import { NASTY } from './support/wild.ts';
import { wordsOf } from './support/words.ts';

const log = memoryLog();
const diagnosis = createDiagnosis({
  playbooks: await loadPlaybooks([]),
  cloud: () => {
    throw new Error('a cloud was asked');
  },
  clock: () => new Date('2026-11-22T18:00:00Z'),
  deadlineMs: 5_000,
  newReference: () => 'ref',
  log,
});
const clouds = {
  names: ['prod'],
  default: 'prod',
  get: () => expect.fail('a cloud was asked'),
  writer: () => undefined,
};

/** As Slack delivers it: entities escaped, quotes curled. */
async function explained(typed: string): Promise<Rendered> {
  const { desk } = deskWith(
    createServices(diagnosis, { look: () => expect.fail('a fleet was asked for') }, clouds),
    {
      clock: () => new Date('2026-11-22T18:00:00Z'),
    },
  );
  let said: Rendered | undefined;
  await answerWords(
    desk,
    `explain ${typed}`,
    { user: 'U1', claim: { user: 'U1' } },
    {
      working: async () => undefined,
      deliver: async (rendered) => {
        said = rendered;
      },
    },
  );
  const made = said ?? expect.fail('no answer');
  expect([made.message, ...made.thread].flatMap(faultsOf)).toEqual([]);
  return made;
}

const CLEAN =
  'Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node.';

it.each([
  ['a code fence', `\`\`\`\n${CLEAN}\n\`\`\``],
  ['curly quotes and escaped brackets', `“${CLEAN}” &lt;here&gt;`],
  [
    '3 000 characters of log around it',
    `${'2026-11-22 17:00:00.000 7 INFO ironic.x [-] all is well\n'.repeat(50)}2026-11-22 17:00:01.000 7 ERROR ironic.x [-] ${CLEAN}`,
  ],
  [
    'a traceback',
    `Traceback (most recent call last):\n  File "/x.py", line 3, in y\n    raise Z\nironic.common.exception.NodeCleaningFailure: ${CLEAN}`,
  ],
])('finds the cause in %s', async (_name, typed) => {
  const { message } = await explained(typed);
  expect(message.text).toMatch(/^pasted text: .*did not call back/);
});

it('offers to ask about the node that is named, and says why', async () => {
  const { message } = await explained(`Node bm-a13: ${CLEAN}`);
  expect(wordsOf(message)).toContain('`/ironic why bm-a13` asks the cloud and knows more');
  expect(JSON.stringify(message.blocks)).toContain('Why bm-a13?');
});

it('lets nothing that is pasted become a mention, a link or a date of ours', async () => {
  for (const nasty of [
    ...NASTY,
    '<!date^1^{date}|x> node <!channel>-1 failed',
    `node x1 ${'`'.repeat(40)}`,
  ]) {
    await explained(`${nasty} ${CLEAN}`);
  }
});
