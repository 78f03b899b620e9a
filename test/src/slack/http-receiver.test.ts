import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startLocalSlack } from '../../../src/sandbox/slack/server.ts';
import { createSlackApp } from '../../../src/slack/app.ts';
import { commands, memoryLog, reporting } from './support/bot.ts';

/** A free port of loopback, as far as anybody can know. */
async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}

const BEGAN = Math.floor(Date.now() / 1000);

/** As Slack signs, `age` seconds ago. */
function signed(body: string, age: number, secret: string): Record<string, string> {
  const timestamp = BEGAN - age;
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': `${timestamp}`,
    'x-slack-signature': `v0=${digest}`,
  };
}

describe('signed HTTP', () => {
  it('answers a slash command and a mention, and refuses what is not signed', async () => {
    const port = await freePort();
    const requestUrl = `http://127.0.0.1:${port}/slack/events`;
    const slack = await startLocalSlack({ requestUrl, botEvents: ['app_mention', 'message.im'] });
    const app = createSlackApp({
      config: {
        botToken: slack.botToken,
        signingSecret: slack.signingSecret,
        apiUrl: slack.apiUrl,
        http: { port },
        command: '/ironic',
      },
      commands,
      services: reporting(),
      log: memoryLog(),
      clock: () => new Date(),
      onFatal: () => undefined,
      paceMs: 0,
      patienceMs: 200,
    });
    try {
      expect(app.connected()).toBe(false);
      await app.start();
      expect(app.connected()).toBe(true);

      const ack = await slack.slash('maya', 'baremetal-oncall', '/ironic', 'why node-17');
      expect(ack).toEqual({ ok: true, payload: {} });
      await slack.until(() =>
        slack.messages('baremetal-oncall').find(({ text }) => text.includes('never called')),
      );

      const asked = slack.postMessage('maya', 'baremetal-alerts', '@oncall-bot why node-17');
      const reply = await slack.until(() =>
        slack.messages('baremetal-alerts').find(({ text }) => text.includes('never called')),
      );
      expect(reply.thread_ts).toBe(asked.ts);

      const forged = await fetch(requestUrl, { method: 'POST', body: 'command=/ironic&text=why' });
      expect(forged.status).toBe(401);
      const text = new URLSearchParams({ command: '/ironic', text: 'help', user_id: 'U1', channel_id: 'C1' });
      text.set('response_url', `${slack.url}actions/none`);
      const send = (age: number, secret = slack.signingSecret) =>
        fetch(requestUrl, { method: 'POST', body: `${text}`, headers: signed(`${text}`, age, secret) });
      expect((await send(0, 'another secret')).status).toBe(401);
      expect((await send(600)).status).toBe(401);
      expect((await send(10)).status).toBe(200);
      expect((await send(10)).status).toBe(401);

      const stray = await fetch(`http://127.0.0.1:${port}/`);
      expect(stray.status).toBe(404);
    } finally {
      await app.stop();
      await slack.close();
    }
    expect(app.connected()).toBe(false);
  });

  it('is not possible without a signing secret', () => {
    expect(() =>
      createSlackApp({
        config: { botToken: 'xoxb-1', command: '/ironic' },
        commands,
        services: reporting(),
        log: memoryLog(),
        clock: () => new Date(),
        onFatal: () => undefined,
      }),
    ).toThrow(/signing secret/);
  });
});
