import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import type { DiagnoseOutcome } from '../../../src/core/outcome.ts';
import { createSlackApp } from '../../../src/slack/app.ts';
import { type Bot, commands, memoryLog, reporting, servicesWith, startBot } from './support/bot.ts';
import { report } from './support/sample.ts';

const CHANNEL = 'baremetal-oncall';
const VERDICT = 'the ramdisk never called back';

const several: DiagnoseOutcome = {
  kind: 'unresolved',
  asked: 'node-1',
  cloud: 'prod',
  resolution: {
    kind: 'several',
    choices: [
      { kind: 'node', id: '11111111-1111-4111-8111-111111111111', label: 'node-1' },
      { kind: 'instance', id: '22222222-2222-4222-8222-222222222222', label: 'node-1 on node-44' },
    ],
  },
};

const roots = (bot: Bot, channel = CHANNEL) =>
  bot.slack.messages(channel).filter((message) => !message.thread_ts || message.thread_ts === message.ts);
const replies = (bot: Bot, channel = CHANNEL) =>
  bot.slack.messages(channel).filter((message) => message.thread_ts && message.thread_ts !== message.ts);
const drawn = (bot: Bot) =>
  bot.slack.until(() => roots(bot).find((message) => message.text.includes(VERDICT)));
const logged = (bot: Bot) =>
  bot.slack.until(() =>
    bot.log.lines.find(({ message }) => message === 'answered' || message === 'no answer'),
  );

describe('the slash command', () => {
  it('shows that it works, then becomes the report in place, with the details in its thread', async () => {
    const gate = Promise.withResolvers<void>();
    await using bot = await startBot(
      servicesWith(async () => {
        await gate.promise;
        return { kind: 'report', report };
      }),
    );
    const ack = await bot.slack.slash('maya', CHANNEL, '/ironic', 'why node-17 --cloud lab');
    expect(ack).toEqual({ ok: true, payload: {} });
    const working = await bot.slack.until(() => roots(bot).find(({ text }) => text.includes('diagnosing')));
    expect(working.text).toBe('node-17: diagnosing…');
    gate.resolve();
    const answer = await drawn(bot);
    expect(answer.ts).toBe(working.ts);
    expect(bot.asked).toEqual([{ words: 'node-17', cloud: 'lab' }]);
    const details = await bot.slack.until(() => replies(bot)[0]);
    expect(details.thread_ts).toBe(answer.ts);
    expect(JSON.stringify(details.blocks)).toContain('baremetal node console show node-17');
  });

  it('is answered once, also where Slack delivers it on both connections', async () => {
    await using bot = await startBot(reporting());
    bot.slack.faults.redeliverNextAsk = true;
    await bot.slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    await drawn(bot);
    await bot.slack.slash('maya', CHANNEL, '/ironic', 'why node-18');
    await bot.slack.until(() => (bot.asked.length > 1 ? true : undefined));
    expect(bot.asked.map(({ words }) => words)).toEqual(['node-17', 'node-18']);
  });

  it('answers through the response URL in a channel that it is not in', async () => {
    await using bot = await startBot(reporting());
    await bot.slack.slash('maya', 'general', '/ironic', 'node-17');
    const answer = await bot.slack.until(() =>
      bot.slack.messages('general').find((message) => message.text.includes(VERDICT)),
    );
    expect(answer.blocks?.length).toBeGreaterThan(3);
    const shown = await bot.slack.until(() => {
      const texts = bot.slack.ephemerals('maya').map(({ text }) => text);
      return texts.length >= 1 ? texts : undefined;
    });
    expect(shown.join()).not.toContain('not_in_channel');
  });

  it('acknowledges at once while the diagnosis and every Web API method hang', async () => {
    await using bot = await startBot(servicesWith(() => new Promise(() => undefined)));
    bot.slack.faults.latency('*', 60_000);
    // An acknowledgement that waited for any of them would be refused after three seconds.
    const ack = await bot.slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    expect(ack.ok).toBe(true);
    bot.slack.faults.latency('*', 0);
  });

  it.each([
    '',
    'help',
    'help why',
    '?',
    'frobnicate the whole thing',
    'hepl',
    'why',
    'why node-17 --cloud mars',
  ])('answers %j to the asker alone', async (text) => {
    await using bot = await startBot(reporting());
    await bot.slack.slash('maya', CHANNEL, '/ironic', text);
    const answer = await bot.slack.until(() => bot.slack.ephemerals('maya')[0]);
    expect(answer.text.length).toBeGreaterThan(10);
    expect(bot.slack.messages(CHANNEL)).toEqual([]);
    expect(bot.asked).toEqual([]);
  });

  it('tells the person and the log the same reference when a command breaks', async () => {
    await using bot = await startBot(
      servicesWith(async () => {
        throw new Error('surprise: Bearer abc.def and xoxb-123-secret');
      }),
    );
    await bot.slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    const answer = await bot.slack.until(() =>
      [...roots(bot), ...bot.slack.ephemerals('maya')].find(({ text }) => text.includes('could not')),
    );
    expect(JSON.stringify(answer.blocks)).toContain('ref00001');
    expect(JSON.stringify(answer)).not.toContain('surprise');
    const line = await logged(bot);
    expect(line.fields).toMatchObject({ reference: 'ref00001', command: 'why', user: 'U0MAYA0001' });
    expect(JSON.stringify(bot.log.lines)).not.toMatch(/abc\.def|123-secret/);
  });

  it('still says something when Slack refuses the blocks', async () => {
    await using bot = await startBot(reporting());
    bot.slack.faults.refuse('chat.postMessage', 1, 'invalid_blocks');
    await bot.slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    const answer = await drawn(bot);
    expect(JSON.stringify(answer.blocks)).toContain('could not be drawn');
  });

  it('answers although Slack asks to slow down', async () => {
    await using bot = await startBot(reporting());
    bot.slack.faults.rateLimit('chat.postMessage', 2, 1);
    bot.slack.faults.rateLimit('chat.update', 2, 1);
    await bot.slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    expect((await drawn(bot)).blocks?.length).toBeGreaterThan(3);
  });
});

describe('a mention', () => {
  it('is answered in its thread, with a status while it works', async () => {
    const gate = Promise.withResolvers<void>();
    await using bot = await startBot(
      servicesWith(async () => {
        await gate.promise;
        return { kind: 'report', report };
      }),
    );
    const { slack } = bot;
    const asked = slack.postMessage('maya', CHANNEL, '@oncall-bot why is node-17 stuck?');
    await slack.until(() => slack.status(CHANNEL, asked.ts) || undefined);
    gate.resolve();
    const answer = await slack.until(() => replies(bot).find(({ text }) => text.includes(VERDICT)));
    expect(answer.thread_ts).toBe(asked.ts);
    expect(bot.asked).toEqual([{ words: 'node-17', cloud: undefined }]);
    expect(slack.status(CHANNEL, asked.ts)).toBe('');
  });

  it('shows a message instead where the status is refused', async () => {
    const gate = Promise.withResolvers<void>();
    await using bot = await startBot(
      servicesWith(async () => {
        await gate.promise;
        return { kind: 'report', report };
      }),
    );
    const { slack } = bot;
    slack.faults.refuse('assistant.threads.setStatus', 1, 'missing_scope');
    slack.postMessage('maya', CHANNEL, '@oncall-bot why node-17');
    const working = await slack.until(() => replies(bot).find(({ text }) => text.includes('diagnosing')));
    gate.resolve();
    const answer = await slack.until(() => replies(bot).find(({ text }) => text.includes(VERDICT)));
    expect(answer.ts).toBe(working.ts);
  });

  it('is answered once although Slack delivers it twice', async () => {
    await using bot = await startBot(reporting());
    const { slack } = bot;
    slack.faults.redeliverNext = true;
    slack.postMessage('maya', CHANNEL, '@oncall-bot why node-17');
    await slack.until(() => replies(bot).find(({ text }) => text.includes('details')));
    expect(bot.asked).toHaveLength(1);
  });
});

describe('a direct message', () => {
  it('needs no mention', async () => {
    await using bot = await startBot(reporting());
    bot.slack.postMessage('maya', 'app', 'why node-17');
    const answer = await bot.slack.until(() =>
      bot.slack
        .messages('DU0MAYA0001')
        .concat(bot.slack.messages('D0MAYA0001'))
        .find(({ text }) => text.includes(VERDICT)),
    );
    expect(answer.user).toBe(bot.slack.botUserId);
  });
});

describe('clicks', () => {
  it('look again redraws the report in place', async () => {
    let round = 0;
    await using bot = await startBot(
      servicesWith(async () => {
        round += 1;
        const summary = `${report.verdict.summary}, look ${round}`;
        return { kind: 'report', report: { ...report, verdict: { ...report.verdict, summary } } };
      }),
    );
    const { slack } = bot;
    await slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    const first = await drawn(bot);
    const ack = await slack.click('jonas', first, 'look-again');
    expect(ack.ok).toBe(true);
    const second = await slack.until(() => roots(bot).find(({ text }) => text.includes('look 2')));
    expect(second.ts).toBe(first.ts);
    expect(bot.asked[1]).toEqual({ words: report.subject.node_uuid, cloud: 'prod' });
  });

  it('more about a subject comes below the report, which stays', async () => {
    await using bot = await startBot(servicesWith(async () => ({ kind: 'report', report })));
    const { slack } = bot;
    await slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    const first = await drawn(bot);
    await slack.click('jonas', first, 'ask-beside:1');
    // Nobody looks in this bot, so the answer is that it could not.
    const below = await slack.until(() =>
      slack
        .messages(CHANNEL)
        .find(({ text, thread_ts }) => thread_ts === first.ts && /could not answer/.test(text)),
    );
    expect(below.ts).not.toBe(first.ts);
    expect(roots(bot).find(({ ts }) => ts === first.ts)?.text).toBe(first.text);
  });

  it('choosing one of several subjects turns the question into the report', async () => {
    await using bot = await startBot(
      servicesWith(async (words) => (words === 'node-1' ? several : { kind: 'report', report })),
    );
    const { slack } = bot;
    await slack.slash('maya', CHANNEL, '/ironic', 'why node-1');
    const question = await slack.until(() =>
      roots(bot).find(({ text }) => text.includes('can mean 2 things')),
    );
    await slack.click('maya', question, 'choose-subject:1');
    const answer = await drawn(bot);
    expect(answer.ts).toBe(question.ts);
    expect(bot.asked[1]).toEqual({ words: '22222222-2222-4222-8222-222222222222', cloud: 'prod' });
  });

  it.each([
    ['look-again', '{"node":"node-17"}'],
    ['look-again', 'not JSON'],
    ['approve:v0', 'x'],
  ])('on a button %s of another release with %j say so to whoever clicked', async (action_id, value) => {
    await using bot = await startBot(reporting());
    const { slack } = bot;
    const api = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
    const element = {
      type: 'button' as const,
      action_id,
      value,
      text: { type: 'plain_text' as const, text: 'Go' },
    };
    const blocks = [{ type: 'actions' as const, elements: [element] }];
    const { ts } = await api.chat.postMessage({ channel: 'C0ONCALL01', text: 'old', blocks });
    const old = await slack.until(() => roots(bot).find((message) => message.ts === ts));
    expect((await slack.click('maya', old, action_id)).ok).toBe(true);
    const said = await slack.until(() => slack.ephemerals('maya')[0]);
    expect(said.text).toContain('/ironic why ');
    expect(roots(bot).map(({ text }) => text)).toEqual(['old']);
    expect(bot.asked).toEqual([]);
  });

  it('redraw a message in a channel that the bot is not in, though Slack lets nobody update it there', async () => {
    let round = 0;
    await using bot = await startBot(
      servicesWith(async () => {
        round += 1;
        const summary = `${report.verdict.summary}, look ${round}`;
        return { kind: 'report', report: { ...report, verdict: { ...report.verdict, summary } } };
      }),
    );
    const { slack } = bot;
    await slack.slash('maya', 'general', '/ironic', 'node-17');
    const first = await slack.until(() =>
      slack.messages('general').find(({ text }) => text.includes('look 1')),
    );
    slack.faults.refuse('chat.update', 2, 'channel_not_found');
    await slack.click('maya', first, 'look-again');
    const second = await slack.until(() =>
      slack.messages('general').find(({ text }) => text.includes('look 2')),
    );
    expect(second.ts).toBe(first.ts);
    await slack.until(() => slack.ephemerals('maya').find(({ text }) => text.includes('details')));
  });
});

describe('an answer that finds its way barred', () => {
  it('is sent again when the response URL fails once', async () => {
    await using bot = await startBot(reporting());
    bot.slack.faults.answer('response_url', 1, 500);
    await bot.slack.slash('maya', 'general', '/ironic', 'why node-17');
    await bot.slack.until(() => bot.slack.messages('general').find(({ text }) => text.includes(VERDICT)));
  });

  it('takes the response URL where Slack bars the channel for minutes', async () => {
    await using bot = await startBot(reporting());
    bot.slack.faults.rateLimit('chat.postMessage', 1, 600);
    await bot.slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    await drawn(bot);
    expect(bot.slack.apiCalls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
  });

  it('waits minutes where there is no other way', async () => {
    const slept: number[] = [];
    const sleep = async (ms: number) => slept.push(ms);
    await using bot = await startBot(reporting(), { sleep });
    bot.slack.faults.rateLimit('chat.postMessage', 1, 120);
    bot.slack.postMessage('maya', CHANNEL, '@oncall-bot why node-17');
    await bot.slack.until(() => replies(bot).find(({ text }) => text.includes(VERDICT)));
    expect(slept.some((ms) => ms > 119_000)).toBe(true);
  });

  it('redraws what was clicked on by the response URL while other edits are held back', async () => {
    await using bot = await startBot(reporting());
    const { slack } = bot;
    await slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    const first = await drawn(bot);
    const edits = () => slack.apiCalls.filter(({ method }) => method === 'chat.update').length;
    const before = edits();
    slack.faults.rateLimit('chat.update', 1, 25);
    await slack.click('maya', first, 'look-again');
    await slack.until(() => slack.ephemerals('maya').find(({ text }) => text.includes('details')));
    expect(edits()).toBe(before + 1);
  });

  it('is posted anew when the message that was clicked on is gone', async () => {
    await using bot = await startBot(reporting());
    const { slack } = bot;
    await slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    const first = await drawn(bot);
    slack.faults.refuse('chat.update', 2, 'message_not_found');
    slack.faults.answer('response_url', 3, 404);
    await slack.click('maya', first, 'look-again');
    await slack.until(() => roots(bot).find(({ ts, text }) => ts !== first.ts && text.includes(VERDICT)));
  });
});

describe('the connection', () => {
  it('hears what is sent while one of its two sockets is renewed', async () => {
    await using bot = await startBot(reporting());
    const { slack } = bot;
    expect(slack.connections).toBe(2);
    slack.faults.refresh('one');
    const ack = await slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    expect(ack.ok).toBe(true);
    await drawn(bot);
    await slack.until(() => (slack.connections === 2 ? true : undefined));
    expect(bot.app.connected()).toBe(true);
  });

  it('comes back after all sockets were cut', async () => {
    await using bot = await startBot(reporting());
    const { slack } = bot;
    slack.faults.answer('apps.connections.open', 1, 500);
    slack.faults.dropSockets();
    await slack.until(() => (slack.connections === 2 ? true : undefined));
    await slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    await drawn(bot);
  });

  it('reports it as fatal when Slack refuses the token on reconnecting', async () => {
    await using bot = await startBot(reporting());
    bot.slack.faults.refuse('apps.connections.open', 2, 'invalid_auth');
    bot.slack.faults.dropSockets();
    const error = await bot.slack.until(() => bot.fatal[0]);
    expect(error).toMatchObject({ service: 'slack', code: 'refused', detail: 'invalid_auth' });
    expect(bot.app.connected()).toBe(false);
  });

  it('does not start with a token that Slack refuses', async () => {
    await using bot = await startBot(reporting());
    const app = createSlackApp({
      config: {
        botToken: 'xoxb-wrong',
        appToken: 'xapp-wrong',
        apiUrl: bot.slack.apiUrl,
        command: '/ironic',
      },
      commands,
      services: reporting(),
      log: memoryLog(),
      clock: () => new Date(),
      onFatal: () => undefined,
    });
    await expect(app.start()).rejects.toMatchObject({ detail: 'invalid_auth' });
    await app.stop();
  });

  it('waits for a running answer before it stops', async () => {
    const gate = Promise.withResolvers<void>();
    const bot = await startBot(
      servicesWith(async () => {
        await gate.promise;
        return { kind: 'report', report };
      }),
      { patienceMs: 5_000 },
    );
    await bot.slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    const stopped = bot.app.stop();
    gate.resolve();
    await stopped;
    expect(roots(bot)[0]?.text).toContain(VERDICT);
    expect(bot.app.connected()).toBe(false);
    await bot.slack.close();
  });
});
