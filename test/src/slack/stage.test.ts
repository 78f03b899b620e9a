import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_DRAFT } from '../../../src/core/audit-entry.ts';
import { type LocalSlack, startLocalSlack } from '../../../src/sandbox/slack/server.ts';
import { createOutbox } from '../../../src/slack/outbox.ts';
import { createStage } from '../../../src/slack/stage.ts';
import { approval, fakeActing } from './support/acting.ts';
import { memoryLog } from './support/bot.ts';

const CHANNEL = 'C0ONCALL01';
const NOW = '2026-11-22T03:14:02.000Z';

let slack: LocalSlack;
beforeEach(async () => {
  slack = await startLocalSlack({ clock: () => new Date(NOW) });
  slack.faults.naturalLimits = false;
});
afterEach(() => slack.close());

function stageFor(now = NOW, timeoutMs = 2_000) {
  const log = memoryLog();
  const fake = fakeActing();
  const outbox = createOutbox({
    botToken: slack.botToken,
    apiUrl: slack.apiUrl,
    log,
    clock: () => new Date(now),
    sleep: async () => undefined,
    paceMs: 0,
    timeoutMs,
  });
  const identity = () => ({
    user_id: 'U',
    bot_id: 'B',
    team_id: 'T',
    team: 't',
    url: 'https://example.slack.com/',
  });
  let drawn = 0;
  const stage = createStage({
    outbox,
    acting: () => fake.acting,
    identity,
    log,
    clock: () => new Date(now),
    onDrawn: () => {
      drawn += 1;
    },
  });
  return { stage, fake, log, drawn: () => drawn };
}

const shown = (channel = CHANNEL) =>
  slack.messages(channel).filter(({ text }) => text.startsWith('node-17:'));
const calls = (method: string) => slack.apiCalls.filter((one) => one.method === method).length;

describe('drawing an approval', () => {
  it('posts it below the report it was asked from, and shows it in the channel, since approvers are needed', async () => {
    const root = slack.postMessage('maya', CHANNEL, 'a report');
    const { stage, drawn } = stageFor();
    const thread = { channel: CHANNEL, ts: root.ts };
    const at = await stage.draw(approval({ thread }));
    expect(shown()).toMatchObject([{ ts: at.ts, thread_ts: root.ts, subtype: 'thread_broadcast' }]);
    expect(drawn()).toBe(1);
  });

  it('keeps what needs nobody else in the thread', async () => {
    const root = slack.postMessage('maya', CHANNEL, 'a report');
    const { stage } = stageFor();
    await stage.draw(approval({ thread: { channel: CHANNEL, ts: root.ts }, needs: 0, state: 'approved' }));
    expect(shown()[0]?.subtype).toBeUndefined();
  });

  it('redraws the message that there is, also before the store knows where', async () => {
    const { stage } = stageFor();
    const at = await stage.draw(approval());
    await stage.draw(approval({ version: 2, state: 'expired' }));
    await stage.draw(approval({ version: 3, state: 'expired', message: at }));
    expect(shown()).toMatchObject([{ ts: at.ts, text: expect.stringContaining('expired') }]);
  });

  it('draws the newest of those that come while one is being drawn, and no other', async () => {
    const { stage } = stageFor();
    const all = [1, 2, 3, 4, 5].map((version) =>
      stage.draw(
        approval({ version, state: version === 5 ? 'declined' : 'waiting', ended_by: 'U0JONAS001' }),
      ),
    );
    const places = await Promise.all(all);
    expect(new Set(places.map(({ ts }) => ts)).size).toBe(1);
    expect(shown()).toMatchObject([{ text: expect.stringContaining('declined') }]);
    expect(calls('chat.postMessage') + calls('chat.update')).toBe(2);
  });

  it('posts anew what somebody has deleted', async () => {
    const { stage } = stageFor();
    const gone = { channel: CHANNEL, ts: '1732245240.000100' };
    const at = await stage.draw(approval({ message: gone }));
    expect(at.ts).not.toBe(gone.ts);
    expect(shown()).toHaveLength(1);
  });

  it('finds the message of a process that died before it could say where, and posts no second one', async () => {
    const first = await stageFor().stage.draw(approval());
    const later = stageFor('2026-11-22T03:20:00.000Z');
    const at = await later.stage.draw(approval({ version: 2, state: 'withdrawn' }));
    expect(at).toEqual(first);
    expect(shown()).toMatchObject([{ text: expect.stringContaining('withdrawn') }]);
  });

  it('posts all the same where it may not look', async () => {
    slack.faults.refuse('conversations.history', 1, 'missing_scope');
    await stageFor('2026-11-22T03:20:00.000Z').stage.draw(approval());
    expect(shown()).toHaveLength(1);
  });

  it('goes to whoever asked where the channel is closed to us', async () => {
    const { stage } = stageFor();
    const at = await stage.draw(approval({ channel: 'C0GENERAL1' }));
    expect(at.channel).toBe('D0MAYA0001');
    const invite = 'I cannot write where you asked for this: invite me there.';
    expect(JSON.stringify(shown('D0MAYA0001'))).toContain(invite);
    await stage.draw(approval({ id: 'approval-0000002' }));
    expect(shown()).toHaveLength(1);
    expect(JSON.stringify(shown())).not.toContain(invite);
  });

  it('is posted into the channel where the thread is gone', async () => {
    const { stage } = stageFor();
    const at = await stage.draw(approval({ thread: { channel: CHANNEL, ts: '1.000001' } }));
    expect(shown()).toMatchObject([{ ts: at.ts }]);
    expect(shown()[0]?.thread_ts).toBeUndefined();
  });

  it('throws while Slack is not there, and is drawn the next time', async () => {
    const { stage } = stageFor();
    slack.faults.answer('chat.postMessage', 1, 500);
    await expect(stage.draw(approval())).rejects.toMatchObject({ code: 'server-error' });
    await stage.draw(approval());
    expect(shown()).toHaveLength(1);
  });

  it('looks for what it posted without hearing that Slack took it', async () => {
    const { stage } = stageFor(NOW, 100);
    slack.faults.latency('chat.postMessage', 200);
    await expect(stage.draw(approval())).rejects.toMatchObject({ code: 'timeout' });
    const posted = await slack.until(() => shown()[0]);
    slack.faults.latency('chat.postMessage', 0);
    expect(await stage.draw(approval())).toMatchObject({ ts: posted.ts });
    expect(shown()).toHaveLength(1);
  });

  it('names its number in the journal once it is over', async () => {
    const { stage, fake } = stageFor();
    await fake.acting.refuse({ id: 'U1', kind: 'member', groups: [] }, 'x', 'x');
    fake.journal[0] = { ...(fake.journal[0] ?? expect.fail()), approval: 'approval-0000001' };
    await stage.draw(approval({ state: 'failed' }));
    expect(JSON.stringify(shown()[0]?.blocks)).toContain('audit #1');
  });
});

describe('copying the journal', () => {
  const entry = {
    ...EMPTY_DRAFT,
    kind: 'finished' as const,
    at: NOW,
    words: 'done',
    approval: 'approval-0000001',
    seq: 7,
    previous: '0'.repeat(64),
    hash: 'a'.repeat(64),
  };

  it('links to the message of the approval', async () => {
    const { stage, fake } = stageFor();
    fake.approvals.set(
      'approval-0000001',
      approval({ message: { channel: CHANNEL, ts: '1732245240.000100' } }),
    );
    await stage.copy('C0AUDIT001', { entry });
    const [line] = slack.messages('C0AUDIT001');
    expect(JSON.stringify(line?.blocks)).toContain('archives/C0ONCALL01/p1732245240000100|thread ↗');
  });

  it('posts the head of the chain', async () => {
    await stageFor().stage.copy('C0AUDIT001', { head: { seq: 7, hash: 'a'.repeat(64), at: NOW } });
    expect(JSON.stringify(slack.messages('C0AUDIT001'))).toContain(`7:${'a'.repeat(64)}`);
  });

  it('throws where Slack refuses, so that it is tried again', async () => {
    slack.faults.refuse('chat.postMessage', 1, 'not_in_channel');
    await expect(stageFor().stage.copy('C0AUDIT001', { entry })).rejects.toMatchObject({
      detail: 'not_in_channel',
    });
  });
});
