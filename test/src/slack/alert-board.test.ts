import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../../src/sandbox/slack/server.ts';
import { createAlertBoard } from '../../../src/slack/alert-board.ts';
import { createOutbox } from '../../../src/slack/outbox.ts';
import { memoryLog } from './support/bot.ts';
import { CHANNEL, OPENED, storm, story } from './support/stories.ts';

let slack: LocalSlack;
beforeEach(async () => {
  slack = await startLocalSlack({ clock: () => new Date(OPENED) });
  slack.faults.naturalLimits = false;
});
afterEach(() => slack.close());

function boardFor(now = OPENED, { reactions = true, backgroundPerMinute = Number.POSITIVE_INFINITY } = {}) {
  const log = memoryLog();
  const clock = () => new Date(now);
  const outbox = createOutbox({
    botToken: slack.botToken,
    apiUrl: slack.apiUrl,
    log,
    clock,
    sleep: async () => undefined,
    paceMs: 0,
    timeoutMs: 2_000,
    backgroundPerMinute,
  });
  const identity = () => undefined;
  const drawn = { times: 0 };
  const onDrawn = () => {
    drawn.times += 1;
  };
  const how = { identity, reactions: () => reactions, slash: '/ironic', onDrawn };
  return { outbox, log, drawn, board: createAlertBoard({ outbox, log, clock, ...how }) };
}

async function alert(): Promise<string> {
  await fetch(slack.webhookUrl(CHANNEL), {
    method: 'POST',
    body: JSON.stringify({ text: 'IronicNodeCleanFailed' }),
  });
  return slack.messages(CHANNEL).at(-1)?.ts ?? expect.fail();
}
const ours = () => slack.messages(CHANNEL).filter(({ user }) => user === slack.botUserId);
const calls = (method: string) => slack.apiCalls.filter((one) => one.method === method).length;
const LATER = '2026-11-22T03:20:00.000Z';

describe('a story', () => {
  it("is posted in the alert's thread, and redrawn there", async () => {
    const ts = await alert();
    const { board, drawn } = boardFor();
    const message = await board.story(story({ alert: ts, state: 'reading' }));
    expect(drawn.times).toBe(1);
    expect(ours()).toMatchObject([{ ts: message.ts, thread_ts: ts, text: 'node-17: finding out why…' }]);
    expect(await board.story(story({ alert: ts, version: 2, message }))).toEqual(message);
    expect(ours()).toMatchObject([{ text: expect.stringMatching(/^node-17: stuck in clean wait/) }]);
  });

  it('stands by itself where there is no message to answer', async () => {
    await boardFor().board.story(story({ alert: null }));
    expect(ours()).toHaveLength(1);
    expect(ours()[0]?.thread_ts).toBeUndefined();
  });

  it('is found by whoever comes after a crash, and posted no second time', async () => {
    const ts = await alert();
    const message = await boardFor().board.story(story({ alert: ts }));
    expect(await boardFor(LATER).board.story(story({ alert: ts, version: 2, state: 'gone' }))).toEqual(
      message,
    );
    expect(ours()).toMatchObject([{ text: expect.stringContaining('no longer followed') }]);
  });

  it('is drawn as it is when its turn comes, and what was overtaken is not drawn', async () => {
    const ts = await alert();
    const { board } = boardFor(OPENED, { backgroundPerMinute: 60_000 });
    const message = await board.story(story({ alert: ts }));
    slack.faults.latency('chat.update', 30);
    const all = [2, 3, 4, 5].map((version) =>
      board.story(story({ alert: ts, version, message, state: version === 5 ? 'gone' : 'silenced' })),
    );
    await Promise.all(all);
    expect(ours()).toMatchObject([{ text: expect.stringContaining('no longer followed') }]);
    expect(calls('chat.update')).toBeLessThanOrEqual(2);
  });

  it('goes into the channel where the thread is gone, and fails where the channel is closed to us', async () => {
    const { board } = boardFor();
    await board.story(story({ alert: '1.000001' }));
    expect(ours()).toHaveLength(1);
    await expect(board.story(story({ id: 'story-2', channel: 'C0GENERAL1' }))).rejects.toMatchObject({
      detail: 'not_in_channel',
    });
  });

  it('waits for room while people are answered at once', async () => {
    const { board, outbox } = boardFor(OPENED, { backgroundPerMinute: 4 });
    const at = await board.story(story({ alert: null }));
    await board.story(story({ alert: null, version: 2, message: at }));
    let drawn = false;
    void board.story(story({ alert: null, version: 3, message: at, state: 'gone' })).then(
      () => {
        drawn = true;
      },
      () => undefined,
    );
    const answer = { text: ours()[0]?.text, blocks: [] } as never;
    await outbox.update(answer, at);
    expect(calls('chat.update')).toBe(2);
    expect(drawn).toBe(false);
    await outbox.close();
  });
});

it('a storm is posted in the channel itself, and redrawn there', async () => {
  const { board } = boardFor();
  const message = await board.storm(storm());
  await board.storm(storm({ version: 2, message, closed_at: '2026-11-22T03:40:00.000Z' }));
  expect(ours()).toMatchObject([{ ts: message.ts, text: '✅ over: 41 nodes, 38 min' }]);
  expect(await boardFor(LATER).board.storm(storm({ version: 3 }))).toEqual(message);
});

describe('a glance', () => {
  const reactions = () => (slack.messages(CHANNEL)[0]?.reactions ?? []).map(({ name }) => name);

  it('is one reaction on the alert, the one that is true now', async () => {
    const at = { channel: CHANNEL, ts: await alert() };
    const { board } = boardFor();
    await board.glance(at, 'reading');
    expect(reactions()).toEqual(['eyes']);
    await board.glance(at, 'answered');
    expect(reactions()).toEqual(['mag_right']);
    await board.glance(at, 'answered');
    expect(calls('reactions.add')).toBe(2);
    await boardFor(LATER).board.glance(at, 'resolved');
    expect(reactions()).toEqual(['white_check_mark']);
  });

  it('skips what was overtaken while it waited', async () => {
    const at = { channel: CHANNEL, ts: await alert() };
    const { board } = boardFor();
    await Promise.all([
      board.glance(at, 'reading'),
      board.glance(at, 'answered'),
      board.glance(at, 'resolved'),
    ]);
    expect(reactions()).toEqual(['white_check_mark']);
    expect(calls('reactions.add')).toBe(1);
  });

  it('never throws, and is not tried again where the app may not', async () => {
    const at = { channel: CHANNEL, ts: await alert() };
    const { board, log } = boardFor();
    await board.glance({ channel: CHANNEL, ts: '1.000001' }, 'reading');
    slack.faults.refuse('reactions.add', 1, 'missing_scope');
    await board.glance(at, 'reading');
    await board.glance(at, 'answered');
    expect(reactions()).toEqual([]);
    expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it('is nothing where reactions are off', async () => {
    await boardFor(OPENED, { reactions: false }).board.glance(
      { channel: CHANNEL, ts: await alert() },
      'reading',
    );
    expect(calls('reactions.add')).toBe(0);
  });
});
