import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readBody } from '../../../../src/sandbox/slack/http.ts';
import { type LocalSlack, startLocalSlack } from '../../../../src/sandbox/slack/server.ts';
import { handClock, handTimers } from './app.ts';

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const received: Received[] = [];
let answer: { status: number; body?: string; headers?: Record<string, string> };
const app = createServer((request, response) => {
  void readBody(request).then((body) => {
    received.push({ headers: request.headers, body: body.toString('utf8') });
    response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
  });
});
let slack: LocalSlack;
let timers: ReturnType<typeof handTimers>;

beforeEach(async () => {
  received.length = 0;
  answer = { status: 200 };
  timers = handTimers();
  await new Promise<void>((resolve) => void app.listen(0, '127.0.0.1', resolve));
  const requestUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}/slack/events`;
  slack = await startLocalSlack({ requestUrl, timers, clock: handClock().now, botEvents: ['app_mention'] });
});
afterEach(async () => {
  await slack.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
});
const arrived = (count: number) =>
  slack.until(() => (received.length >= count ? received[count - 1] : undefined));

test('payloads are signed by the v0 scheme and the answer is the acknowledgement', async () => {
  answer = { status: 200, body: 'pong' };
  expect(await slack.slash('maya', 'baremetal-oncall', '/ping', 'x y')).toEqual({
    ok: true,
    payload: { text: 'pong' },
  });
  const { headers, body } = await arrived(1);
  const timestamp = String(headers['x-slack-request-timestamp']);
  const hmac = createHmac('sha256', slack.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  expect(headers['x-slack-signature']).toBe(`v0=${hmac}`);
  expect(new URLSearchParams(body).get('text')).toBe('x y');
  expect(slack.ephemerals('maya')).toMatchObject([{ text: 'pong' }]);
});

test('an event the app cannot take is retried at once, after a minute and after five, and then given up', async () => {
  answer = { status: 500 };
  slack.postMessage('maya', 'baremetal-oncall', '@oncall-bot hi');
  await arrived(1);
  for (const [index, ms] of [0, 60_000, 300_000].entries()) {
    await slack.until(() => (timers.waiting(ms) === 1 ? true : undefined));
    timers.run(ms);
    const { headers } = await arrived(index + 2);
    expect(headers).toMatchObject({
      'x-slack-retry-num': String(index + 1),
      'x-slack-retry-reason': 'http_error',
    });
  }
  const ids = received.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id);
  expect(new Set(ids).size).toBe(1);
  expect(ids).toHaveLength(4);
});

test('an app may ask for no retries', async () => {
  answer = { status: 500, headers: { 'x-slack-no-retry': '1' } };
  slack.postMessage('maya', 'baremetal-oncall', '@oncall-bot hi');
  await arrived(1);
  await slack.until(() => (timers.waiting(3000) === 0 ? true : undefined));
  expect(timers.waiting(0)).toBe(0);
});

test('a refused command shows as failed', async () => {
  answer = { status: 404 };
  expect(await slack.slash('maya', 'baremetal-oncall', '/ping', '')).toEqual({
    ok: false,
    error: 'dispatch_failed',
  });
});
