import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ALERTS_CHANNEL, AUDIT_CHANNEL } from '../../src/sandbox/slack/seed.ts';
import type { Message } from '../../src/sandbox/slack/types.ts';
import { CHANNEL } from '../support/bot.ts';
import {
  type IllBot,
  isHealthy,
  nothingLost,
  PATIENCE_MS,
  startIllBot,
  wordsOf,
  worksAgain,
} from '../support/ill.ts';

let bot: IllBot;
beforeAll(async () => {
  bot = await startIllBot();
});
afterEach(() => bot.slack.faults.heal());
afterAll(() => bot?.[Symbol.asyncDispose]());

const standing = (count: number) =>
  bot.slack.until(() => (bot.slack.connections === count ? true : undefined), PATIENCE_MS);
/** What the bot says below a message, its own words about working on it left out. */
const below = (root: Message) =>
  bot.slack
    .messages(CHANNEL)
    .filter(({ thread_ts, ts, text }) => thread_ts === root.ts && ts !== root.ts && !/…$/.test(text));
const buttonOf = (report: Message) => /"(act(?:-ask)?:0)"/.exec(JSON.stringify(report.blocks))?.[1] ?? '';

/** Asks as a mention, and waits for the report below it. */
async function mention(words: string): Promise<{ readonly root: Message; readonly answer: Message }> {
  const root = bot.slack.postMessage('maya', CHANNEL, `@ironic ${words}`);
  const answer = await bot.slack.until(() => below(root)[0], PATIENCE_MS);
  return { root, answer };
}

/** Everything that a person does once, answered. */
async function isAnswered(): Promise<void> {
  expect(isHealthy((await bot.why(bot.available)).words)).toBe(true);
  expect(isHealthy(wordsOf((await mention(`why ${bot.active}`)).answer))).toBe(true);
  const node = bot.stuck();
  await bot.request(node);
  await bot.shown(node, /✅/);
  expect(bot.effects(node)).toBe(1);
}

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
    for (const one of [first, alert]) expect(annotations(one)).toHaveLength(1);
  });
});

const annotations = (alert: Message) =>
  bot.slack.messages(alert.channel).filter(({ thread_ts, ts }) => thread_ts === alert.ts && ts !== alert.ts);

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
    expect(annotations(alert)).toHaveLength(1);
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
    expect(annotations(alert)).toEqual([]);
    channel().is_archived = false;
    await bot.annotation(alert, /clean/i);
    await worksAgain(bot);
    expect(annotations(alert)).toHaveLength(1);
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
    expect(annotations(alert)).toEqual([]);
    channel().members.add(bot.slack.botUserId);
    await standing(2);
    bot.slack.faults.refresh('one');
    await bot.annotation(alert, /clean/i);
    await worksAgain(bot);
    expect(annotations(alert)).toHaveLength(1);
  });
});
