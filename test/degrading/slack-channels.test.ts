import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ALERTS_CHANNEL, AUDIT_CHANNEL } from '../../src/sandbox/slack/seed.ts';
import { type IllBot, PATIENCE_MS, startIllBot, wordsOf } from '../support/ill.ts';
import { slackOf } from '../support/ill-slack.ts';
import { isHealthy, worksAgain } from '../support/works-again.ts';

let bot: IllBot;
beforeAll(async () => {
  bot = await startIllBot();
});
afterEach(() => bot.slack.faults.heal());
afterAll(() => bot?.[Symbol.asyncDispose]());

const { standing, below } = slackOf(() => bot);

describe('slack-audit-channel-closed', () => {
  test.each(['not_in_channel', 'channel_not_found', 'is_archived'])('%s', async (refusal) => {
    const copied = () => bot.slack.messages(AUDIT_CHANNEL).length;
    const before = copied();
    const channel = bot.slack.channels.get(AUDIT_CHANNEL);
    if (!channel) throw new Error('no audit channel');
    const members = new Set(channel.members);
    if (refusal === 'is_archived') channel.is_archived = true;
    else channel.members.clear();
    const node = bot.stuck();
    await bot.request(node);
    await bot.shown(node, /✅/);
    expect(copied()).toBe(before);
    channel.is_archived = false;
    for (const member of members) channel.members.add(member);
    await bot.slack.until(
      () => (bot.slack.messages(AUDIT_CHANNEL).some((one) => wordsOf(one).includes(node)) ? true : undefined),
      PATIENCE_MS,
    );
    await worksAgain(bot);
  });
});

describe('slack-alert-channel-closed', () => {
  const channel = () => bot.slack.channels.get(ALERTS_CHANNEL) ?? expect.fail();

  test('archived for a while: what it could not be told there is told when it is open again, once', async () => {
    channel().is_archived = true;
    const alert = await bot.alert(bot.stuck());
    await bot.slack.until(
      () => bot.lines.find(({ msg }) => /about alerts could not be drawn/.test(msg ?? '')),
      PATIENCE_MS,
    );
    expect(below(alert)).toEqual([]);
    channel().is_archived = false;
    await bot.annotation(alert, /clean/i);
    await worksAgain(bot);
    expect(below(alert)).toHaveLength(1);
  });

  test('the bot is taken out of it: nothing is heard, and with the first connection afterwards it is read back', async () => {
    channel().members.delete(bot.slack.botUserId);
    const alert = await bot.alert(bot.stuck());
    // What is asked for goes on.
    expect(isHealthy((await bot.why(bot.available)).words)).toBe(true);
    bot.slack.faults.dropSockets();
    await bot.slack.until(
      () => bot.lines.find(({ msg }) => /alerts of a channel are not heard/.test(msg ?? '')),
      PATIENCE_MS,
    );
    expect(below(alert)).toEqual([]);
    channel().members.add(bot.slack.botUserId);
    await standing(2);
    bot.slack.faults.refresh('one');
    await bot.annotation(alert, /clean/i);
    await worksAgain(bot);
    expect(below(alert)).toHaveLength(1);
  });
});
