import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../../src/sandbox/slack/server.ts';
import { createCatchUp } from '../../../src/slack/catch-up.ts';
import { createOutbox } from '../../../src/slack/outbox.ts';
import { alertFixture } from '../../support/alerts.ts';
import { memoryLog } from './support/bot.ts';
import { fakeIntake, WATCHED, watchOf } from './support/watch.ts';

const START = Date.parse('2026-11-22T03:00:00.000Z');
const HOUR = 3_600_000;

let slack: LocalSlack;
let now: number;
beforeEach(async () => {
  now = START;
  slack = await startLocalSlack({ clock: () => new Date(now) });
  slack.faults.naturalLimits = false;
});
afterEach(() => slack.close());

function catchUpFor(channels: readonly string[] = [WATCHED]) {
  const fake = fakeIntake();
  const log = memoryLog();
  const clock = () => new Date(now);
  const naps: { readonly ms: number; readonly wake: () => void }[] = [];
  const sleep = (ms: number) => new Promise<void>((wake) => naps.push({ ms, wake }));
  const { botToken, apiUrl } = slack;
  const outbox = createOutbox({ botToken, apiUrl, log, clock, sleep: async () => undefined });
  const watch = () => watchOf(fake.intake, { channels });
  const identity = () => ({ user_id: slack.botUserId, bot_id: 'B0SANDBOX1', team_id: 'T', team: 't' });
  const parts = { outbox, watch, identity, log, clock, sleep };
  return { ...fake, log, naps, catchUp: createCatchUp(parts) };
}

const { attachments } = alertFixture('alertmanager-default-ironic-firing').event_callback.event;
async function alert(): Promise<string> {
  const body = JSON.stringify({ attachments });
  await fetch(slack.webhookUrl(WATCHED), { method: 'POST', body });
  return slack.messages(WATCHED).at(-1)?.ts ?? expect.fail();
}

describe('what was said while nobody listened', () => {
  it('is taken, the oldest first, and what was taken before is left', async () => {
    const { catchUp, taken, cursors } = catchUpFor();
    await alert();
    now += HOUR;
    // What was heard last may have overtaken something, so it is told once more.
    const last = await alert();
    cursors.set(WATCHED, last);
    now += HOUR;
    const [first, second] = [await alert(), await alert()];
    await catchUp.begin();
    await catchUp.now();
    expect(taken.map(({ ts }) => ts)).toEqual([last, first, second]);
    expect(cursors.get(WATCHED)).toBe(second);
  });

  it('is read back over many pages', async () => {
    const { catchUp, taken, cursors } = catchUpFor();
    cursors.set(WATCHED, `${START / 1000}.000001`);
    now += HOUR;
    for (let one = 0; one < 250; one += 1) await alert();
    await catchUp.now();
    expect(taken).toHaveLength(250);
    expect(slack.apiCalls.filter(({ method }) => method === 'conversations.history')).toHaveLength(2);
  });

  it('is what comes before the first thing that was heard again, also', async () => {
    const { catchUp, taken, cursors } = catchUpFor();
    cursors.set(WATCHED, `${START / 1000}.000001`);
    catchUp.deaf();
    now += HOUR;
    const missed = await alert();
    now += HOUR;
    cursors.set(WATCHED, await alert());
    await catchUp.now();
    expect(taken.map(({ ts }) => ts)).toContain(missed);
  });

  it('is also what was heard and perhaps not understood, in a while', async () => {
    const { catchUp, taken, cursors, naps } = catchUpFor();
    const before = await alert();
    now += HOUR;
    const since = new Date(now);
    const then = await alert();
    now += HOUR;
    const last = await alert();
    cursors.set(WATCHED, last);
    await catchUp.begin();
    catchUp.missed(since);
    naps.at(-1)?.wake();
    await slack.until(() => taken.length === 2 || undefined);
    expect(taken.map(({ ts }) => ts)).toEqual([then, last]);
    expect(taken.map(({ ts }) => ts)).not.toContain(before);
  });

  it('is an edit where an old message was changed since', async () => {
    const { catchUp, taken, cursors } = catchUpFor();
    const old = await alert();
    now += HOUR;
    cursors.set(WATCHED, await alert());
    now += HOUR;
    slack.edit(slack.messages(WATCHED)[0] ?? expect.fail(), { text: 'resolved' });
    const revised = slack.messages(WATCHED)[0]?.edited?.ts ?? expect.fail();
    await catchUp.now();
    // When it was changed: what is heard of it live meanwhile may be newer than this page.
    expect(taken).toMatchObject([{ kind: 'edited', ts: old, revised, changes: [] }, { kind: 'posted' }]);
  });

  it('is not yesterday, in a channel that was never watched before', async () => {
    const { catchUp, taken, cursors } = catchUpFor();
    const old = await alert();
    now += 20 * HOUR;
    await catchUp.begin();
    await catchUp.now();
    expect(taken).toEqual([]);
    expect(cursors.get(WATCHED)).toBe(old);
  });
});

describe('trouble while reading back', () => {
  it('is tried again later, and no sooner each time', async () => {
    const { catchUp, taken, naps, state, cursors } = catchUpFor();
    cursors.set(WATCHED, `${START / 1000}.000001`);
    await alert();
    state.failing = true;
    await catchUp.now();
    expect(naps).toHaveLength(1);
    naps[0]?.wake();
    await slack.until(() => naps[1]);
    expect(naps[1]?.ms).toBeGreaterThan(naps[0]?.ms ?? 0);
    state.failing = false;
    naps[1]?.wake();
    await slack.until(() => taken[0]);
  });

  it('is told once, with what to do, where we are not in the channel', async () => {
    const { catchUp, log, naps } = catchUpFor(['C0GENERAL1', WATCHED]);
    await catchUp.now();
    await catchUp.now();
    expect(naps).toEqual([]);
    const told = log.lines.filter(({ message }) => message.includes('/invite'));
    expect(told).toMatchObject([{ fields: { channel: 'C0GENERAL1', refusal: 'not_in_channel' } }]);
  });
});
