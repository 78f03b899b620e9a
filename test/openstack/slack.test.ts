import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bot, startBot } from '../../src/bot.ts';
import { loadConfig } from '../../src/config.ts';
import { type Local, startLocal } from '../../src/local.ts';
import { createLog } from '../../src/log.ts';
import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import { askIn } from '../support/bot.ts';
import { labLogs } from './lab-logs.ts';

/** What an engineer types in Slack, answered from a real cloud and from what its services wrote. */
let local: Local;
let bot: Bot;
let logs: Awaited<ReturnType<typeof labLogs>>;

beforeAll(async () => {
  logs = await labLogs();
  local = await startLocal({ slack: false, cloud: true }, logs.env);
  bot = await startBot(loadConfig(local.env, local.defaults), {
    log: createLog({ level: 'silent', destination: 2 }),
    clock: () => new Date(),
    newReference: () => 'ref',
    onFatal: (error) => {
      throw error;
    },
  });
});
afterAll(async () => {
  await bot.stop();
  await local.close();
  await logs.remove();
});

test.each([
  ['why lab-locked', /changing node power state|power/],
  ['logs lab-locked', /changing node power state/],
  ['history lab-clean-failed', /ramdisk|called back|cleaning/i],
  ['guide lock-trace lab-locked', /grep .*[0-9a-f]{8}-[0-9a-f]{4}/],
  ['guide lab-locked', /lock-trace|power-fault/],
])(
  '/ironic %s',
  async (words, telling) => {
    const { answer } = await askIn(local.slack as LocalSlack, words);
    expect(answer.text + JSON.stringify(answer.blocks), JSON.stringify(answer)).toMatch(telling);
  },
  60_000,
);
