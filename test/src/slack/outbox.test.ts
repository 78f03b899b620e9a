import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../../src/sandbox/slack/server.ts';
import { createOutbox } from '../../../src/slack/outbox.ts';
import { md, text } from '../../../src/slack/render/escape.ts';
import { fit, sections } from '../../../src/slack/render/limits.ts';
import { memoryLog } from './support/bot.ts';

const say = (words: string) => fit(text(words), sections([text(words)])).message;
const CHANNEL = 'C0ONCALL01';

let slack: LocalSlack;
beforeEach(async () => {
  slack = await startLocalSlack();
  slack.faults.naturalLimits = false;
});
afterEach(() => slack.close());

const outboxFor = (paceMs: number, botToken = slack.botToken) =>
  createOutbox({
    botToken,
    apiUrl: slack.apiUrl,
    log: memoryLog(),
    clock: () => new Date(),
    sleep: async () => undefined,
    paceMs,
    timeoutMs: 2_000,
  });

describe('the outbox', () => {
  it('tells who we are, and in which words Slack refuses us', async () => {
    expect(await outboxFor(0).directory.identity()).toMatchObject({
      user_id: slack.botUserId,
      team_id: slack.teamId,
    });
    await expect(outboxFor(0, 'xoxb-wrong').directory.identity()).rejects.toMatchObject({
      service: 'slack',
      code: 'refused',
      detail: 'invalid_auth',
    });
  });

  it('keeps the order within a thread although a post is slow', async () => {
    const outbox = outboxFor(0);
    const ts = await outbox.post(say('root'), { channel: CHANNEL });
    slack.faults.rateLimit('chat.postMessage', 1, 1);
    await Promise.all(
      ['one', 'two', 'three'].map((words) => outbox.post(say(words), { channel: CHANNEL, thread: ts })),
    );
    expect(slack.messages(CHANNEL).map((message) => message.text)).toEqual(['root', 'one', 'two', 'three']);
  });

  it('lets updates and replies to a click pass while posts wait their turn', async () => {
    const outbox = outboxFor(60_000);
    const ts = await outbox.post(say('first'), { channel: CHANNEL });
    const queued = outbox.post(say('second'), { channel: CHANNEL }).catch(() => 'dropped');
    await outbox.update(say('redrawn'), { channel: CHANNEL, ts });
    // Round trips enough for an unpaced post to have overtaken.
    for (let trip = 0; trip < 5; trip += 1) await outbox.directory.identity();
    expect(slack.messages(CHANNEL).map((message) => message.text)).toEqual(['redrawn']);
    await outbox.close();
    void queued;
  });

  it('lets an answer go before what the background has said earlier', async () => {
    const outbox = outboxFor(30);
    const background = ['one', 'two', 'three'].map((words) =>
      outbox.post(say(words), { channel: CHANNEL }, { background: true }),
    );
    await Promise.all([...background, outbox.post(say('answer'), { channel: CHANNEL })]);
    const said = slack.messages(CHANNEL).map((message) => message.text);
    expect(said.indexOf('answer')).toBeLessThan(said.indexOf('three'));
  });

  it('tells how many posts wait, and for how long', async () => {
    const outbox = outboxFor(60_000);
    expect(outbox.waiting()).toEqual({ waiting: 0, oldestMs: 0 });
    await outbox.post(say('first'), { channel: CHANNEL });
    for (const words of ['second', 'third'])
      void outbox.post(say(words), { channel: CHANNEL }).catch(() => 'dropped');
    await outbox.directory.identity();
    const { waiting, oldestMs } = outbox.waiting();
    expect(waiting).toBe(2);
    expect(oldestMs).toBeGreaterThan(0);
    await outbox.close();
  });

  it('never lets a text become a mention or a preview', async () => {
    const outbox = outboxFor(0);
    await outbox.post(
      { text: md`x`, blocks: sections([text('<!channel> https://example.com')]) },
      { channel: CHANNEL },
    );
    const call = slack.apiCalls.find(({ method }) => method === 'chat.postMessage');
    expect(JSON.stringify(call)).toMatch(/unfurl_links/);
    expect(JSON.stringify(slack.messages(CHANNEL)[0]?.blocks)).toContain('&lt;!channel&gt;');
  });
});
