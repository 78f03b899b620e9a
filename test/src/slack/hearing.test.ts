import { describe, expect, it } from 'vitest';
import { alertFixture } from '../../support/alerts.ts';
import { reporting, startBot } from './support/bot.ts';
import { fakeIntake, WATCHED, watchOf } from './support/watch.ts';

const { attachments } = alertFixture('alertmanager-default-ironic-firing').event_callback.event;

async function hearing() {
  const fake = fakeIntake();
  const watch = watchOf(fake.intake);
  const bot = await startBot(reporting(), { alerts: () => watch });
  const post = () =>
    fetch(bot.slack.webhookUrl(WATCHED), { method: 'POST', body: JSON.stringify({ attachments }) });
  return { ...fake, bot, post };
}

describe('the bot in a channel of alerts', () => {
  it('hears what tools post, change and take away', async () => {
    const { bot, post, taken } = await hearing();
    await using _ = bot;
    await post();
    await bot.slack.until(() => taken[0]);
    const [alert = expect.fail()] = bot.slack.messages(WATCHED);
    bot.slack.edit(alert, { text: 'resolved' });
    await bot.slack.until(() => taken[1]);
    bot.slack.remove(alert);
    await bot.slack.until(() => taken[2]);
    expect(taken.map(({ kind }) => kind)).toEqual(['posted', 'edited', 'deleted']);
  });

  it('is told again what it could not keep', async () => {
    const { bot, post, taken, state } = await hearing();
    await using _ = bot;
    state.failing = true;
    await post();
    await bot.slack.until(() => bot.log.lines.find(({ level }) => level === 'error'));
    state.failing = false;
    await bot.slack.until(() => taken[0], 8_000);
  });

  it('reads back what was said while no connection stood', async () => {
    const { bot, post, taken } = await hearing();
    await using _ = bot;
    await post();
    await bot.slack.until(() => taken[0]);
    const reads = () => bot.slack.apiCalls.filter(({ method }) => method === 'conversations.history').length;
    const before = reads();
    bot.slack.faults.dropSockets();
    await bot.slack.until(() => (reads() > before ? true : undefined));
    await bot.app.caughtUp();
  });
});
