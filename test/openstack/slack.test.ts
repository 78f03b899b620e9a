import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bot, startBot } from '../../src/bot.ts';
import { loadConfig } from '../../src/config.ts';
import { type Local, startLocal } from '../../src/local.ts';
import { createLog } from '../../src/log.ts';
import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import { askIn } from '../support/bot.ts';
import { type Lab, patientLab } from './lab.ts';

/** What an engineer types in Slack, answered from a real cloud and from what its services wrote. */
const PATIENCE_MS = 120_000;
let local: Local;
let bot: Bot;
let lab: Lab;

beforeAll(async () => {
  lab = await patientLab({ logs: true });
  local = await startLocal({ slack: false, cloud: true }, lab.env);
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
  await lab[Symbol.asyncDispose]();
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
    const slack = local.slack as LocalSlack;
    // A busy machine may let go of the sockets; they come back.
    await slack.until(() => slack.connections > 0 || undefined, PATIENCE_MS);
    const { answer } = await askIn(slack, words, PATIENCE_MS);
    expect(answer.text + JSON.stringify(answer.blocks), JSON.stringify(answer)).toMatch(telling);
  },
  2 * PATIENCE_MS,
);
