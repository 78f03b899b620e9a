import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type IllBot, isHealthy, nothingLost, startIllBot, worksAgain } from '../support/ill.ts';

let bot: IllBot;
beforeAll(async () => {
  bot = await startIllBot();
  // It has a token already, as a bot that has run for a while has.
  await bot.why(bot.available);
});
afterEach(() => bot.cloud.faults.heal());
afterAll(() => bot?.[Symbol.asyncDispose]());

describe('keystone-down', () => {
  test('with a token that is over nobody is told that a node is well, and Keystone is named', async () => {
    bot.cloud.faults.expireTokens();
    bot.cloud.faults.down('keystone');
    const { words } = await bot.why(bot.available);
    expect(isHealthy(words)).toBe(false);
    expect(words).toMatch(/^\S+ Cannot tell/);
    expect(words).toContain('Keystone cannot be reached');
    bot.cloud.faults.heal();
    await worksAgain(bot);
  });

  test('what was agreed to is kept, nothing is called, and it is carried out when Keystone is back', async () => {
    const node = bot.waiting();
    const approval = await bot.request(node);
    bot.cloud.faults.expireTokens();
    bot.cloud.faults.down('keystone');
    await bot.agree(approval);
    await bot.shown(node, /approved, waits: .*Keystone/);
    expect(bot.effects(node)).toBe(0);
    bot.cloud.faults.heal();
    await bot.shown(node, /✅/);
    expect(bot.effects(node)).toBe(1);
    await nothingLost(bot);
  });
});
