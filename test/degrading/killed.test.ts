import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startBot } from '../../src/bot.ts';
import { loadConfig } from '../../src/config.ts';
import { type Local, startLocal } from '../../src/local.ts';
import { createLog } from '../../src/log.ts';
import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import { openStore } from '../../src/store/open-store.ts';
import { CHANNEL, WORKING } from '../support/bot.ts';
import { startBotChild } from '../support/bot-child.ts';
import { DATABASES, type TestDatabase } from '../support/databases.ts';

const PATIENCE_MS = 60_000;

let local: Local;
let slack: LocalSlack;
let folder: string;
beforeEach(async () => {
  local = await startLocal({ slack: false, cloud: false }, {}, {});
  slack = local.slack as LocalSlack;
  folder = mkdtempSync(join(tmpdir(), 'ironic-oncall-killed-'));
});
afterEach(async () => {
  await local.close();
  rmSync(folder, { recursive: true });
});

describe.each(DATABASES)('process-killed', ({ name, missing, create }) => {
  test.skipIf(missing)(`whoever goes on with its records on ${name} answers each question once`, async () => {
    const database: TestDatabase = await create();
    const { url, file } = database.options;
    const config = join(folder, 'ironic-oncall.yml');
    writeFileSync(config, JSON.stringify({ ...(file ? { database: file } : {}), fleet: { sweep: 60 } }));
    const env = { ...local.env, DATABASE_URL: url, IRONIC_ONCALL_CONFIG: config };
    const standing = (count: number) =>
      slack.until(() => (slack.connections === count ? true : undefined), PATIENCE_MS);

    const victim = startBotChild({ env });
    await standing(2);
    local.cloud?.faults.hang('ironic');
    const { ts } = slack.postMessage('maya', CHANNEL, '@ironic why bm-a13');
    await slack.slash('maya', CHANNEL, '/ironic', 'why bm-a13');
    const ours = () => slack.messages(CHANNEL).filter(({ user }) => user === slack.botUserId);
    const working = await slack.until(() => ours().find(({ text }) => WORKING.test(text)), PATIENCE_MS);
    victim.process.kill('SIGKILL');
    await victim.ended;
    await standing(0);
    local.cloud?.faults.heal();

    // Whatever the dead one had is over by then: nobody waits for it.
    const later = () => new Date(Date.now() + 60_000);
    const bot = await startBot(loadConfig(env, local.defaults), {
      log: createLog({ level: 'silent', destination: 2 }),
      clock: later,
      newReference: () => 'ref00001',
      onFatal: (error) => {
        throw error;
      },
    });
    const answers = () =>
      ours().filter(
        ({ text, blocks }) => !WORKING.test(text) && JSON.stringify(blocks).includes('look-again'),
      );
    await slack.until(() => (answers().length === 2 ? true : undefined), PATIENCE_MS);
    expect(answers().map((one) => [one.ts === working.ts, one.thread_ts])).toEqual(
      expect.arrayContaining([
        [true, undefined],
        [false, ts],
      ]),
    );
    await bot.stop();
    const store = await openStore({ ...database.options, readOnly: true });
    const rows = await store.db.selectFrom('questions').select('body').execute();
    expect(rows).toEqual([{ body: null }, { body: null }]);
    await store.close();
    expect(ours().filter(({ text }) => WORKING.test(text))).toEqual([]);
    await database.drop();
  });
});
