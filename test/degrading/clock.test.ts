import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { verifyJournal } from '../../src/audit/verify.ts';
import { ALERTS_CHANNEL } from '../../src/sandbox/slack/seed.ts';
import { type IllBot, PATIENCE_MS, startIllBot, wordsOf } from '../support/ill.ts';
import { HOUR_MS } from '../support/moving-clock.ts';
import { isHealthy } from '../support/works-again.ts';

/** The clock of the bot's machine, as everything in its process sees it; Slack and the cloud have the right time. */
const Right = Date;
let ahead = 0;
class Machine extends Right {
  constructor(...args: readonly unknown[]) {
    if (args.length === 0) super(Right.now() + ahead);
    else super(...(args as [number]));
  }
  static override now = () => Right.now() + ahead;
}

let bot: IllBot;
beforeAll(async () => {
  vi.stubGlobal('Date', Machine);
  bot = await startIllBot({ clock: () => new Right(), botClock: () => new Date() });
});
afterAll(async () => {
  await bot?.[Symbol.asyncDispose]();
  vi.unstubAllGlobals();
});

const ended = async (node: string) => (await bot.approvals()).filter(({ name }) => name === node);

/** All of it works, and soon; nothing is done twice, and the journal is whole. */
async function works(): Promise<void> {
  const began = performance.now();
  expect(isHealthy((await bot.why(bot.available)).words)).toBe(true);
  const [stuck, waits] = [bot.stuck(), bot.waiting()];
  const alert = await bot.alert(bot.stuck());
  await bot.annotation(alert, /clean/i);
  await bot.request(stuck);
  await bot.shown(stuck, /✅/);
  await bot.agree(await bot.request(waits));
  await bot.shown(waits, /✅/);
  expect([bot.effects(stuck), bot.effects(waits)]).toEqual([1, 1]);
  const below = bot.slack
    .messages(ALERTS_CHANNEL)
    .filter(({ thread_ts, ts }) => thread_ts === alert.ts && ts !== alert.ts);
  expect(below).toHaveLength(1);
  expect(await bot.look((store) => verifyJournal(store))).toMatchObject({ intact: true });
  // Nothing waits for an hour that only the clock has.
  expect(performance.now() - began).toBeLessThan(4 * PATIENCE_MS);
}

/** Requests and queries of a bot that nobody asks anything, in a few seconds. */
async function atRest(): Promise<number> {
  await wait(2_000);
  bot.cloud.requests.clear();
  const calls = bot.slack.apiCalls.length;
  await wait(5_000);
  return bot.cloud.requests.length + bot.slack.apiCalls.length - calls;
}

describe('clock-forward', () => {
  test('by an hour while something runs, something waits and an alert is open', async () => {
    await works();
    const [running, waiting] = [bot.waiting(), bot.waiting()];
    const asked = await bot.request(waiting);
    await bot.agree(await bot.request(running));
    await bot.slack.until(() => bot.effects(running) || undefined, PATIENCE_MS);
    ahead += HOUR_MS;
    await bot.shown(running, /✅|unconfirmed/i);
    await bot.shown(waiting, /expired/i);
    expect(bot.effects(waiting)).toBe(0);
    // Ages are counted by the cloud's clock, and the answer says that ours is off.
    const { words } = await bot.why(bot.waiting());
    expect(words).toMatch(/clock of this machine is .*ahead of/);
    expect(words).toMatch(/3 h/);
    await works();
    expect(await atRest()).toBeLessThan(200);
    expect(bot.effects(running)).toBe(1);
    expect(wordsOf(bot.slack.messages(asked.channel).find(({ ts }) => ts === asked.ts) ?? asked)).toMatch(
      /expired/i,
    );
  });
});

describe('clock-back', () => {
  test('by an hour while something runs, something waits and an alert is open', async () => {
    const [running, expired] = [bot.waiting(), bot.waiting()];
    await bot.request(expired);
    ahead += HOUR_MS;
    await bot.shown(expired, /expired/i);
    await bot.agree(await bot.request(running));
    await bot.slack.until(() => bot.effects(running) || undefined, PATIENCE_MS);
    const alert = await bot.alert(bot.stuck());
    ahead -= HOUR_MS;
    await bot.shown(running, /✅/);
    await bot.annotation(alert, /clean/i);
    await works();
    ahead -= HOUR_MS;
    await works();
    expect(await atRest()).toBeLessThan(200);
    expect(await ended(expired)).toMatchObject([{ state: 'expired' }]);
    expect([bot.effects(running), bot.effects(expired)]).toEqual([1, 0]);
  });
});
