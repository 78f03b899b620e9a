import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHANNEL } from '../support/bot.ts';
import { type IllBot, PATIENCE_MS, startIllBot, wordsOf } from '../support/ill.ts';
import { slackOf } from '../support/ill-slack.ts';
import { isHealthy, worksAgain } from '../support/works-again.ts';

let bot: IllBot;
beforeAll(async () => {
  bot = await startIllBot();
});
afterEach(() => bot.slack.faults.heal());
afterAll(() => bot?.[Symbol.asyncDispose]());

const { standing, below, mention, buttonOf } = slackOf(() => bot);

/** Everything that a person does once, answered. */
async function isAnswered(): Promise<void> {
  expect(isHealthy((await bot.why(bot.available)).words)).toBe(true);
  expect(isHealthy(wordsOf((await mention(`why ${bot.active}`)).answer))).toBe(true);
  const node = bot.stuck();
  await bot.request(node);
  await bot.shown(node, /✅/);
  expect(bot.effects(node)).toBe(1);
}

const WAYS = ['chat.postMessage', 'chat.update', 'views.open', 'views.update', 'users.info'] as const;

describe('slack-slow-down', () => {
  test('every way out is told to wait, and everybody is answered all the same', async () => {
    for (const method of WAYS) bot.slack.faults.rateLimit(method, 2, 1);
    await isAnswered();
    bot.slack.faults.heal();
    await worksAgain(bot);
  });

  test('an answer beside a message waits, too', async () => {
    bot.slack.faults.rateLimit('response_url', 2, 1);
    await bot.slack.slash('maya', 'general', '/ironic', `why ${bot.available}`);
    await bot.slack.until(
      () => bot.slack.messages('general').find((one) => isHealthy(wordsOf(one))),
      PATIENCE_MS,
    );
  });

  test('where alerts are read back it waits, and reads them', async () => {
    bot.slack.faults.rateLimit('conversations.history', 2, 1);
    bot.slack.faults.dropSockets();
    const alert = await bot.alert(bot.stuck());
    await bot.annotation(alert, /clean/i);
    await standing(2);
    expect(below(alert)).toHaveLength(1);
  });

  test('a dialog that could not open in time is said, and the next click opens it', async () => {
    const node = bot.waiting();
    const { answer } = await bot.why(node);
    bot.slack.faults.rateLimit('views.open', 1, 5);
    const form = () => bot.slack.views('maya').find(({ submit }) => submit !== null);
    let refused = 0;
    // Each click opens it or is told why not.
    for (let opened = false; !opened; ) {
      const since = bot.toldSoFar('maya');
      await bot.slack.click('maya', answer, buttonOf(answer));
      const told = bot.told('maya', /click once more|asks to slow down|I will call/, since);
      opened = /I will call/.test(await told);
      if (!opened) refused += 1;
    }
    expect(refused).toBeGreaterThan(0);
    const view = await bot.slack.until(form, PATIENCE_MS);
    await bot.slack.submitView('maya', { reason: 'the switch port is fixed' }, view);
    await bot.agree(await bot.shown(node, /waiting for 1 approval/));
    await bot.shown(node, /✅/);
  });
});

describe('slack-sick', () => {
  test.each([
    ['HTTP 500', (method: string) => bot.slack.faults.answer(method, 1, 500)],
    ['HTTP 503', (method: string) => bot.slack.faults.answer(method, 1, 503)],
    ["a proxy's page", (method: string) => bot.slack.faults.garble(method, 1)],
    ['half a sentence', (method: string) => bot.slack.faults.garble(method, 1, '{"ok": tr')],
    ['its own trouble', (method: string) => bot.slack.faults.refuse(method, 1, 'internal_error')],
  ])('%s once on every way: everybody is answered', async (_, break_) => {
    for (const method of [...WAYS, 'response_url']) break_(method);
    await isAnswered();
    bot.slack.faults.heal();
    await worksAgain(bot);
  });

  test('no answer at all: it is asked again, and nothing is done twice', async () => {
    bot.slack.faults.hang('chat.update', 1);
    bot.slack.faults.hang('users.info', 1);
    const node = bot.stuck();
    await bot.request(node);
    await bot.shown(node, /✅/);
    expect(bot.effects(node)).toBe(1);
    bot.slack.faults.heal();
    await worksAgain(bot);
  });

  test('a post whose answer never comes is found again by its mark, and not posted twice', async () => {
    const node = bot.waiting();
    const { answer } = await bot.why(node);
    bot.slack.faults.latency('chat.postMessage', 12_000);
    await bot.want(answer);
    await bot.shown(node, /waiting for 1 approval/, 120_000);
    bot.slack.faults.heal();
    const approval = await bot.shown(node, /waiting for 1 approval/);
    await bot.agree(approval);
    await bot.shown(node, /✅/);
    const drawn = bot.slack
      .messages(CHANNEL)
      .filter((one) => wordsOf(one).includes(node) && /✅/.test(wordsOf(one)));
    expect(drawn).toHaveLength(1);
  });
});

describe('slack-trigger-expired', () => {
  test('a click that came too late for its dialog says so, and the next one opens it', async () => {
    const node = bot.waiting();
    const { answer } = await bot.why(node);
    const since = bot.toldSoFar('maya');
    bot.slack.faults.refuse('views.open', 1, 'expired_trigger_id');
    await bot.slack.click('maya', answer, buttonOf(answer));
    await bot.told('maya', /click once more/, since);
    await bot.want(answer);
    const approval = await bot.shown(node, /waiting for 1 approval/);
    bot.slack.faults.refuse('views.open', 1, 'expired_trigger_id');
    const before = bot.toldSoFar('jonas');
    await bot.slack.click('jonas', approval, 'approval:decline');
    await bot.told('jonas', /click once more/, before);
    await bot.agree(approval);
    await bot.shown(node, /✅/);
    expect(bot.effects(node)).toBe(1);
  });
});
