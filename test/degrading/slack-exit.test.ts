import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRepository } from '../../src/approvals/repository.ts';
import { type Local, startLocal } from '../../src/local.ts';
import { STAFF } from '../../src/sandbox/slack/seed.ts';
import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import { openStore } from '../../src/store/open-store.ts';
import { CHANNEL } from '../support/bot.ts';
import { type BotChild, startBotChild } from '../support/bot-child.ts';

const PATIENCE_MS = 60_000;

let local: Local;
let slack: LocalSlack;
let bot: BotChild | undefined;
beforeEach(async () => {
  local = await startLocal({ slack: false, cloud: false }, {}, {});
  slack = local.slack as LocalSlack;
});
afterEach(async () => {
  await bot?.[Symbol.asyncDispose]();
  bot = undefined;
  await local.close();
});

/** Without a listener of its own, so that nothing but the bot itself holds the process. */
const start = () => {
  bot = startBotChild({ env: { ...local.env, DATABASE_URL: undefined, IRONIC_ONCALL_CONFIG: undefined } });
  return bot;
};
const standing = (count: number) =>
  slack.until(() => (slack.connections === count ? true : undefined), PATIENCE_MS);
const tries = () => slack.apiCalls.filter(({ method }) => method === 'apps.connections.open').length;

describe('slack-refuses-us', () => {
  test.each(['invalid_auth', 'account_inactive', 'token_revoked'])('%s in a reconnect', async (refusal) => {
    const running = start();
    await standing(2);
    slack.faults.refuse('apps.connections.open', 20, refusal);
    slack.faults.refresh('one');
    expect(await running.ended).toBe(1);
    const fatal = running.lines.find(({ level }) => level === 'fatal');
    expect(fatal?.msg).toBe('Slack will not have us any more');
    expect(fatal?.err?.message).toContain(refusal);
    // It said goodbye, and the other connection is closed.
    expect(slack.connections).toBe(0);
    slack.faults.heal();
    start();
    await standing(2);
  });

  test('in the middle of a remedy: what is being sent is finished and on record first', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ironic-oncall-exit-'));
    const file = join(folder, 'oncall.sqlite');
    const config = join(folder, 'ironic-oncall.yml');
    const acting = { writers: { demo: 'demo-writer' }, request: { users: STAFF }, approve: { users: STAFF } };
    writeFileSync(config, JSON.stringify({ database: file, acting }));
    bot = startBotChild({ env: { ...local.env, IRONIC_ONCALL_CONFIG: config } });
    await standing(2);
    await slack.slash('maya', CHANNEL, '/ironic', 'why bm-a13');
    const offered = () =>
      slack.messages(CHANNEL).find(({ blocks }) => JSON.stringify(blocks ?? []).includes('"act:0"'));
    const report = await slack.until(offered, PATIENCE_MS);
    local.cloud?.faults.delay(3_000, 'ironic');
    await slack.click('maya', report, 'act:0');
    const sending = () => local.cloud?.requests.some(({ method }) => method === 'PUT') || undefined;
    await slack.until(sending, PATIENCE_MS);
    slack.faults.refuse('apps.connections.open', 20, 'invalid_auth');
    slack.faults.refresh('one');
    expect(await bot.ended).toBe(1);
    const store = await openStore({ file, readOnly: true });
    const [approval] = [
      ...(await createRepository(store, () => new Date()).open()),
      ...(await createRepository(store, () => new Date()).recent(1)),
    ];
    await store.close();
    rmSync(folder, { recursive: true });
    expect(approval?.results).toMatchObject([{ outcome: 'accepted' }]);
  });

  test('at the start: with the same code, in words', async () => {
    slack.faults.refuse('auth.test', 1, 'invalid_auth');
    const running = start();
    expect(await running.ended).toBe(1);
    expect(JSON.stringify([running.lines, running.strays])).toContain('Slack refused: invalid_auth');
  });
});

describe('slack-away', () => {
  test('the process lives on, though nothing but the wait for Slack holds it', async () => {
    const running = start();
    await standing(2);
    slack.faults.cutOff();
    const failed = () =>
      running.lines.filter(({ msg }) => /no Socket Mode connection/.test(msg ?? '')).length;
    await slack.until(
      () => (failed() >= 10 || running.process.exitCode !== null ? true : undefined),
      120_000,
    );
    expect(running.process.exitCode).toBeNull();
    slack.faults.heal();
    await standing(2);
  });
});

describe('slack-away-at-the-start', () => {
  test('it waits, and is there when Slack is', async () => {
    slack.faults.cutOff();
    const running = start();
    const tried = () => running.lines.filter(({ msg }) => /Slack is not there/.test(msg ?? '')).length;
    await slack.until(() => (tried() >= 3 || running.process.exitCode !== null ? true : undefined), 120_000);
    expect(running.process.exitCode).toBeNull();
    slack.faults.heal();
    await standing(2);
  });

  test('trouble of Slack in opening a connection is waited for, at the start and later', async () => {
    slack.faults.answer('apps.connections.open', 3, 500);
    slack.faults.garble('apps.connections.open', 1);
    slack.faults.refuse('apps.connections.open', 2, 'internal_error');
    const running = start();
    await standing(2);
    slack.faults.answer('apps.connections.open', 2, 503);
    slack.faults.rateLimit('apps.connections.open', 1, 1);
    const before = tries();
    slack.faults.refresh('all');
    await slack.until(() => (tries() >= before + 5 ? true : undefined), PATIENCE_MS);
    await standing(2);
    expect(running.process.exitCode).toBeNull();
  });
});
