import { expect, it } from 'vitest';
import { acknowledge } from '../../../../src/slack/listeners/acknowledge.ts';
import type { Front } from '../../../../src/slack/listeners/context.ts';
import { memoryLog } from '../support/bot.ts';

it('a connection that was cut before the acknowledgement keeps nobody from being answered', async () => {
  const log = memoryLog();
  const front = { desk: { log } } as unknown as Front;
  await acknowledge(front, () => Promise.reject(new Error('not connected')));
  expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
});
