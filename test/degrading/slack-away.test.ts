import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALERTS_CHANNEL } from '../../src/sandbox/slack/seed.ts';
import type { Message } from '../../src/sandbox/slack/types.ts';
import { type IllBot, PATIENCE_MS, startIllBot } from '../support/ill.ts';
import { HOUR_MS, movingClock } from '../support/moving-clock.ts';
import { worksAgain } from '../support/works-again.ts';

const clock = movingClock();
let bot: IllBot;
beforeAll(async () => {
  bot = await startIllBot({ clock: clock.now, config: 'http: { port: 0 }' });
});
afterAll(() => bot?.[Symbol.asyncDispose]());

const ready = async () => (await fetch(`${bot.bot.address}/readyz`)).status;
const alive = async () => (await fetch(`${bot.bot.address}/healthz`)).status;
const annotations = (alert: Message) =>
  bot.slack.messages(ALERTS_CHANNEL).filter(({ thread_ts, ts }) => thread_ts === alert.ts && ts !== alert.ts);
const histories = () =>
  bot.slack.apiCalls.filter(
    ({ method, args }) => method === 'conversations.history' && args['channel'] === ALERTS_CHANNEL,
  ).length;

describe('slack-away', () => {
  test('for an hour: what was agreed to is done and told afterwards, what waited has expired, alerts are told once', async () => {
    const [running, waiting] = [bot.waiting(), bot.waiting()];
    await bot.request(waiting);
    const agreed = await bot.request(running);
    const before = await bot.alert(bot.stuck());
    await bot.annotation(before, /clean/i);
    await bot.agree(agreed);
    await bot.slack.until(() => bot.effects(running) || undefined, PATIENCE_MS);
    bot.slack.faults.cutOff();
    expect(await bot.slack.slash('maya', 'baremetal-oncall', '/ironic', 'help')).toMatchObject({ ok: false });
    const early = await bot.alert(bot.stuck());
    await bot.slack.until(() => (bot.slack.connections === 0 ? true : undefined));
    expect([await ready(), await alive()]).toEqual([503, 200]);
    // It is watched on, though nobody can be told.
    await finished(running);
    clock.jump(HOUR_MS);
    const late = await bot.alert(bot.stuck());
    const reads = histories();
    bot.slack.faults.heal();
    await bot.shown(running, /✅/);
    await bot.shown(waiting, /expired/i);
    for (const alert of [early, late]) await bot.annotation(alert, /clean/i);
    await bot.slack.until(() => (bot.slack.connections === 2 ? true : undefined), PATIENCE_MS);
    expect(await ready()).toBe(200);
    // Each of both connections may have it read back; no more than that.
    expect(histories() - reads).toBeLessThanOrEqual(2);
    await worksAgain(bot);
    for (const alert of [before, early, late]) expect(annotations(alert)).toHaveLength(1);
    expect([bot.effects(running), bot.effects(waiting)]).toEqual([1, 0]);
  });
});

/** By the records, since Slack cannot say. */
async function finished(node: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const about = (await bot.approvals()).find(({ name }) => name === node);
    if (about?.state === 'succeeded') return;
    if (performance.now() > end) throw new Error(`${node} is ${about?.state}: ${about?.progress}`);
    await new Promise((go) => setTimeout(go, 200));
  }
}
