import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type LocalSlack, startLocalSlack } from '../../../../src/sandbox/slack/server.ts';
import { handClock, handTimers } from './app.ts';

type Frame = Record<string, unknown>;

let slack: LocalSlack;
let timers: ReturnType<typeof handTimers>;
let clock: ReturnType<typeof handClock>;
const open: WebSocket[] = [];
beforeEach(async () => {
  timers = handTimers();
  clock = handClock();
  slack = await startLocalSlack({ timers, clock: clock.now, botEvents: ['app_mention'] });
});
afterEach(async () => {
  for (const ws of open.splice(0)) ws.terminate();
  await slack.close();
});

async function connect(): Promise<{ ws: WebSocket; frames: Frame[]; frame: (n: number) => Promise<Frame> }> {
  const response = await fetch(`${slack.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.appToken}` },
  });
  const { url } = (await response.json()) as { url: string };
  const ws = new WebSocket(url);
  open.push(ws);
  const frames: Frame[] = [];
  ws.on('message', (data) => frames.push(JSON.parse(String(data)) as Frame));
  await once(ws, 'message');
  return { ws, frames, frame: (n) => slack.until(() => frames[n]) };
}
const mention = () => slack.postMessage('maya', 'baremetal-oncall', '@oncall-bot hi');

test('greets, and sends each event to one connection in turn', async () => {
  const a = await connect();
  const b = await connect();
  expect(a.frames[0]).toMatchObject({ type: 'hello', num_connections: 1 });
  expect(b.frames[0]).toMatchObject({ type: 'hello', num_connections: 2 });
  mention();
  mention();
  await a.frame(1);
  await b.frame(1);
  expect(a.frames).toHaveLength(2);
  expect(b.frames).toHaveLength(2);
  expect(a.frames[1]).toMatchObject({
    type: 'events_api',
    accepts_response_payload: false,
    retry_attempt: 0,
  });
});

test('an event nobody acknowledges comes again, marked, and then after a minute', async () => {
  const { frame, ws, frames } = await connect();
  mention();
  const first = await frame(1);
  timers.run(3000);
  const second = await frame(2);
  expect(second).toMatchObject({
    envelope_id: first['envelope_id'],
    payload: first['payload'],
    retry_attempt: 1,
    retry_reason: 'timeout',
  });
  timers.run(3000);
  expect(frames).toHaveLength(3);
  timers.run(60_000);
  expect(await frame(3)).toMatchObject({ retry_attempt: 2 });
  ws.send(JSON.stringify({ envelope_id: first['envelope_id'] }));
  await slack.until(() => (timers.waiting(3000) === 0 ? true : undefined));
});

test('an event in the hands of a connection that dies goes to another', async () => {
  const a = await connect();
  const b = await connect();
  mention();
  await a.frame(1);
  a.ws.terminate();
  expect(await b.frame(1)).toMatchObject({ payload: (await a.frame(1))['payload'], retry_attempt: 1 });
});

test('a connection told to refresh gets nothing more', async () => {
  const a = await connect();
  const b = await connect();
  slack.faults.refresh('one');
  expect(await a.frame(1)).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  mention();
  mention();
  await b.frame(2);
  expect(a.frames).toHaveLength(2);
});

test('the eleventh connection is sent away', async () => {
  for (let i = 0; i < 10; i += 1) await connect();
  expect((await connect()).frames[0]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  expect(slack.connections).toBe(10);
});

test('a ticket opens one connection only', async () => {
  const { ws } = await connect();
  const again = new WebSocket(ws.url);
  open.push(again);
  const [error] = (await once(again, 'error')) as [Error];
  expect(error.message).toContain('408');
});

test('a command that is not acknowledged in three seconds has failed for the person', async () => {
  const { frame } = await connect();
  const slash = slack.slash('maya', 'baremetal-oncall', '/ping', '');
  expect(await frame(1)).toMatchObject({ type: 'slash_commands', accepts_response_payload: true });
  timers.run(3000);
  expect(await slash).toEqual({ ok: false, error: 'operation_timeout' });
  expect(slack.ephemerals('maya')[0]?.text).toContain('operation_timeout');
});

test('with nobody connected a command fails at once', async () => {
  expect(await slack.slash('maya', 'baremetal-oncall', '/ping', '')).toEqual({
    ok: false,
    error: 'dispatch_failed',
  });
});

test('nothing is told of a channel the app is not in', async () => {
  const { frame, frames } = await connect();
  slack.postMessage('maya', 'general', '@oncall-bot in secret');
  mention();
  expect(JSON.stringify(await frame(1))).not.toContain('in secret');
  expect(frames).toHaveLength(2);
});

test('a refused apps.connections.open is refused once', async () => {
  slack.faults.refuse('apps.connections.open', 1, 'invalid_auth');
  await expect(connect()).rejects.toThrow();
  expect((await connect()).frames).toMatchObject([{ type: 'hello' }]);
});

test('what was said while nobody was connected comes with the next connection, unless it is old by then', async () => {
  mention();
  clock.move(30 * 60_000);
  slack.postMessage('maya', 'baremetal-oncall', '@oncall-bot later');
  const { frame, frames } = await connect();
  expect(JSON.stringify(await frame(1))).toContain('later');
  expect(frames).toHaveLength(2);
});

test('a command can be delivered twice: the same envelope on both connections, and one ack ends it', async () => {
  const a = await connect();
  const b = await connect();
  slack.faults.redeliverNextAsk = true;
  const slash = slack.slash('maya', 'baremetal-oncall', '/ping', '');
  const id = (await a.frame(1))['envelope_id'];
  expect((await b.frame(1))['envelope_id']).toBe(id);
  a.ws.send(JSON.stringify({ envelope_id: id }));
  b.ws.send(JSON.stringify({ envelope_id: id }));
  expect(await slash).toMatchObject({ ok: true });
  void slack.slash('maya', 'baremetal-oncall', '/ping', '');
  await a.frame(2);
  expect(b.frames).toHaveLength(2);
});

test('an app that is cut off reaches nothing, people go on, and a mend lets it back', async () => {
  const { ws } = await connect();
  const closed = once(ws, 'close');
  slack.faults.cutOff();
  await closed;
  await expect(connect()).rejects.toThrow();
  expect(mention().text).toContain('hi');
  slack.faults.heal();
  expect((await connect()).frames[0]).toMatchObject({ type: 'hello' });
});

test('a connection that is warned is told so', async () => {
  const { frame } = await connect();
  slack.faults.warn('one');
  expect(await frame(1)).toMatchObject({ type: 'disconnect', reason: 'warning' });
});

test('tells what was acknowledged, and when the connection ended that it went over', async () => {
  const { frame, ws } = await connect();
  mention();
  const { envelope_id, payload } = await frame(1);
  expect(slack.taken).toEqual([]);
  ws.send(JSON.stringify({ envelope_id }));
  await slack.until(() => slack.taken[0]);
  expect(slack.taken).toEqual([{ payload, at: clock.now().getTime(), ended: undefined }]);
  ws.terminate();
  await slack.until(() => slack.taken[0]?.ended);
  expect(slack.taken[0]?.ended).toBe(clock.now().getTime());
});

test('a channel that is added is one that the staff and the app are in', async () => {
  const { frame } = await connect();
  const added = slack.addChannel('night-shift');
  slack.postMessage('maya', 'night-shift', '@oncall-bot hi');
  expect(await frame(1)).toMatchObject({ payload: { event: { type: 'app_mention', channel: added.id } } });
});
