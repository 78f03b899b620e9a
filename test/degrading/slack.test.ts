import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHANNEL } from '../support/bot.ts';
import { type IllBot, PATIENCE_MS, startIllBot, wordsOf } from '../support/ill.ts';
import { slackOf } from '../support/ill-slack.ts';
import { isHealthy, nothingLost, worksAgain } from '../support/works-again.ts';

let bot: IllBot;
beforeAll(async () => {
  bot = await startIllBot();
});
afterEach(() => bot.slack.faults.heal());
afterAll(() => bot?.[Symbol.asyncDispose]());

const { standing, below, mention, buttonOf } = slackOf(() => bot);

describe('slack-refresh', () => {
  test('of one connection: the other hears meanwhile, and nobody notices', async () => {
    for (const renew of [() => bot.slack.faults.warn('one'), () => bot.slack.faults.refresh('one')]) {
      await standing(2);
      let fewest = 2;
      const watch = setInterval(() => {
        fewest = Math.min(fewest, bot.slack.connections);
      }, 1);
      renew();
      expect(isHealthy((await bot.why(bot.available)).words)).toBe(true);
      await standing(2);
      clearInterval(watch);
      expect(fewest).toBe(1);
    }
  });

  test('of both within seconds: what is said in between is heard when one stands again', async () => {
    await standing(2);
    bot.slack.faults.refresh('one');
    bot.slack.faults.refresh('all');
    const { answer } = await mention(`why ${bot.available}`);
    expect(isHealthy(wordsOf(answer))).toBe(true);
    await standing(2);
  });

  test('without a word: an alert of that moment is read back, and told once', async () => {
    await standing(2);
    const first = await bot.alert(bot.stuck());
    await bot.annotation(first, /clean/i);
    bot.slack.faults.dropSockets();
    const alert = await bot.alert(bot.stuck());
    await bot.annotation(alert, /clean/i);
    await standing(2);
    await worksAgain(bot);
    for (const one of [first, alert]) expect(below(one)).toHaveLength(1);
  });
});

describe('slack-redelivers', () => {
  test('a question is answered once', async () => {
    bot.slack.faults.redeliverNext = true;
    const { root } = await mention(`why ${bot.available}`);
    const { root: later } = await mention('why no-such-node');
    expect(below(later)).toHaveLength(1);
    expect(below(root).filter((one) => isHealthy(wordsOf(one)))).toHaveLength(1);
  });

  test('a command is answered once', async () => {
    bot.slack.faults.redeliverNextAsk = true;
    const before = bot.slack.messages(CHANNEL).length;
    await bot.why(bot.available);
    await bot.why(bot.active);
    const roots = bot.slack
      .messages(CHANNEL)
      .slice(before)
      .filter(({ thread_ts, ts }) => thread_ts === undefined || thread_ts === ts);
    expect(roots).toHaveLength(2);
  });

  test('a click asks once, an agreement counts once, and one thing is done', async () => {
    const [stuck, waits] = [bot.stuck(), bot.waiting()];
    const { answer } = await bot.why(stuck);
    bot.slack.faults.redeliverNextAsk = true;
    await bot.slack.click('maya', answer, buttonOf(answer));
    await bot.shown(stuck, /✅/);
    const approval = await bot.request(waits);
    bot.slack.faults.redeliverNextAsk = true;
    await bot.agree(approval);
    await bot.shown(waits, /✅/);
    expect([bot.effects(stuck), bot.effects(waits)]).toEqual([1, 1]);
    const about = (await bot.approvals()).filter(({ name }) => name === stuck || name === waits);
    expect(about).toHaveLength(2);
    await nothingLost(bot);
  });

  test('a modal that is sent twice asks once', async () => {
    const node = bot.waiting();
    const { answer } = await bot.why(node);
    await bot.slack.click('maya', answer, buttonOf(answer));
    const form = await bot.slack.until(
      () => bot.slack.views('maya').find(({ submit }) => submit !== null),
      PATIENCE_MS,
    );
    bot.slack.faults.redeliverNextAsk = true;
    await bot.slack.submitView('maya', { reason: 'the switch port is fixed' }, form);
    await bot.agree(await bot.shown(node, /waiting for 1 approval/));
    await bot.shown(node, /✅/);
    expect((await bot.approvals()).filter(({ name }) => name === node)).toHaveLength(1);
    expect(bot.effects(node)).toBe(1);
  });
});
