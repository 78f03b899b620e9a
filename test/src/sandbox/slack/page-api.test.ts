import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../../../src/sandbox/slack/server.ts';
import { COMMANDS, client } from './app.ts';

let slack: LocalSlack;
beforeEach(async () => {
  const howls = [['one', 'two'].map((text) => ({ username: 'Siren', text }))];
  const post = () => howls.shift() ?? [];
  slack = await startLocalSlack({
    commands: COMMANDS,
    welcome: { title: 'Hello', lines: [], tries: [] },
    tools: [{ id: 'siren', channel: 'baremetal-alerts', label: 'Siren', about: 'Howls once', post }],
  });
});
afterEach(() => slack.close());

const act = (as: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${slack.url}page/act?as=${as}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** The first frame of a person's stream. */
async function snapshot(as: string): Promise<Record<string, unknown>> {
  const abort = new AbortController();
  const response = await fetch(`${slack.url}page/events?as=${as}`, { signal: abort.signal });
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString('utf8');
    if (text.includes('\n\n')) break;
  }
  abort.abort();
  return (JSON.parse(text.slice('data: '.length, text.indexOf('\n\n'))) as { data: Record<string, unknown> })
    .data;
}

describe('the page', () => {
  test('comes without a way to run anything that is not its own', async () => {
    const response = await fetch(slack.url);
    expect(response.headers.get('content-security-policy')).toContain(
      "default-src 'none'; script-src 'self'",
    );
    expect(await response.text()).not.toMatch(/<script(?![^>]*src="\/page\/)/);
  });
  test('is made of modules a browser can read', async () => {
    const folder = new URL('../../../../src/sandbox/slack/page/', import.meta.url);
    const modules = readdirSync(folder).filter((name) => name.endsWith('.ts'));
    expect(modules.length).toBeGreaterThan(10);
    for (const name of modules) {
      const response = await fetch(`${slack.url}page/${name}`);
      expect(response.headers.get('content-type')).toContain('text/javascript');
      expect(await response.text()).not.toMatch(/^import type|innerHTML/m);
    }
  });
  test('serves nothing else of the disk', async () => {
    for (const path of ['page/../server.ts', 'page/..%2fserver.ts', 'page/tsconfig.json', 'package.json']) {
      expect((await fetch(`${slack.url}${path}`)).status).toBe(404);
    }
  });
  test('answers to no other name than its own, so that no foreign page reaches it by one', async () => {
    const status = await new Promise((resolve) => {
      const { port } = new URL(slack.url);
      request({ host: '127.0.0.1', port, path: '/', headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(421);
  });
});

describe('what a person sees', () => {
  test("their own channels, whispers and direct message, and nobody else's", async () => {
    await client(slack).chat.postEphemeral({
      channel: '#baremetal-oncall',
      user: 'U0MAYA0001',
      text: 'psst',
    });
    slack.postMessage('jonas', 'app', 'private');
    const maya = await snapshot('maya');
    const riku = await snapshot('riku');
    expect(maya['messages']).toMatchObject([{ text: 'psst' }]);
    expect(riku['messages']).toEqual([]);
    expect((riku['channels'] as { name: string }[]).map(({ name }) => name)).toEqual([
      'baremetal-oncall',
      '',
    ]);
    expect(maya).toMatchObject({
      me: 'U0MAYA0001',
      commands: COMMANDS,
      welcome: { title: 'Hello' },
      connected: false,
    });
  });
});

describe('what a person does', () => {
  test('posts as themselves', async () => {
    expect(await (await act('maya', { do: 'post', channel: 'C0ONCALL01', text: 'hi' })).json()).toMatchObject(
      { ok: true },
    );
    expect(slack.messages('baremetal-oncall')).toMatchObject([{ user: 'U0MAYA0001', text: 'hi' }]);
  });
  test('not in a channel they are not in, and not on a message they cannot see', async () => {
    expect(await (await act('riku', { do: 'post', channel: 'C0AUDIT001', text: 'hi' })).json()).toMatchObject(
      { ok: false },
    );
    const secret = slack.postMessage('jonas', 'ironic-audit', 'x');
    const reaction = { do: 'react', channel: secret.channel, ts: secret.ts, name: 'eyes' };
    expect(await (await act('riku', reaction)).json()).toMatchObject({ ok: false });
    expect(slack.messages('ironic-audit')[0]?.reactions).toBeUndefined();
  });
  test('has another tool post, as often as it has something to say', async () => {
    const say = async () => (await act('maya', { do: 'tool', id: 'siren' })).json();
    expect(await say()).toMatchObject({ ok: true });
    expect(slack.messages('baremetal-alerts')).toMatchObject([
      { subtype: 'bot_message', username: 'Siren', text: 'one' },
      { text: 'two' },
    ]);
    expect(await say()).toMatchObject({ ok: false, error: 'the tool has nothing to say now' });
    expect((await snapshot('maya'))['tools']).toEqual([
      { id: 'siren', channel: 'C0ALERTS01', label: 'Siren', about: 'Howls once' },
    ]);
  });
  test('not for another site, and not as the app', async () => {
    const post = { do: 'post', channel: 'C0ONCALL01', text: 'hi' };
    expect((await act('maya', post, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await act('maya', post, { 'content-type': 'text/plain' })).status).toBe(403);
    expect((await act('oncall-bot', post)).status).toBe(404);
    expect(slack.messages('baremetal-oncall')).toEqual([]);
  });
});
