import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { METHOD_NAMES } from '../../../../src/sandbox/slack/api/dispatch.ts';
import { type LocalSlack, startLocalSlack } from '../../../../src/sandbox/slack/server.ts';
import { client, handClock } from './app.ts';

let slack: LocalSlack;
const clock = handClock();
beforeEach(async () => {
  slack = await startLocalSlack({ clock: clock.now });
});
afterEach(() => slack.close());

/** The answer as it came, refusals included. */
async function call(method: string, args: Record<string, unknown> = {}, token = slack.botToken) {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: (await response.json()) as Record<string, unknown>,
  };
}
const section = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3000) } };
const oncall = { channel: '#baremetal-oncall' };

describe('tokens and methods', () => {
  test.each([
    ['no token', '', 'not_authed'],
    ['a wrong token', 'xoxb-other', 'invalid_auth'],
    [
      'the app token where the bot token belongs',
      'xapp-local-sandbox-not-a-secret',
      'not_allowed_token_type',
    ],
  ])('%s is refused', async (_, token, error) => {
    expect((await call('auth.test', {}, token)).body).toMatchObject({ ok: false, error });
  });
  test('an unknown method is refused by name', async () => {
    expect((await call('chat.shout')).body).toMatchObject({ ok: false, error: 'unknown_method' });
    expect(METHOD_NAMES).toContain('chat.postMessage');
  });
  test('auth.test names the app', async () => {
    expect(await client(slack).auth.test()).toMatchObject({
      user_id: slack.botUserId,
      team_id: slack.teamId,
    });
  });
  test('tokens are not kept in the log of calls', async () => {
    await fetch(`${slack.apiUrl}auth.test`, {
      method: 'POST',
      body: new URLSearchParams({ token: slack.botToken }),
    });
    expect(slack.apiCalls).toMatchObject([{ method: 'auth.test', status: 200 }]);
    expect(JSON.stringify(slack.apiCalls)).not.toContain(slack.botToken);
  });
});

describe('what Slack refuses', () => {
  test.each<[string, string, Record<string, unknown>, string]>([
    ['an unknown channel', 'chat.postMessage', { channel: 'C404', text: 'x' }, 'channel_not_found'],
    ['a channel the app is not in', 'chat.postMessage', { channel: '#general', text: 'x' }, 'not_in_channel'],
    ['an empty message', 'chat.postMessage', oncall, 'no_text'],
    ['text above 40 000', 'chat.postMessage', { ...oncall, text: 'x'.repeat(40_001) }, 'msg_too_long'],
    [
      '51 blocks',
      'chat.postMessage',
      { ...oncall, blocks: Array(51).fill({ type: 'divider' }) },
      'invalid_blocks',
    ],
    [
      'blocks that are too long together',
      'chat.postMessage',
      { ...oncall, blocks: Array(5).fill(section) },
      'msg_blocks_too_long',
    ],
    ['blocks that are no JSON', 'chat.postMessage', { ...oncall, blocks: '[{' }, 'invalid_blocks_format'],
    [
      'a thread that is not there',
      'chat.postMessage',
      { ...oncall, text: 'x', thread_ts: '1.1' },
      'thread_not_found',
    ],
    ['no channel at all', 'chat.postMessage', { text: 'x' }, 'invalid_arguments'],
    ['an update of nothing', 'chat.update', { ...oncall, ts: '1.1', text: 'x' }, 'message_not_found'],
    [
      'a whisper to somebody outside',
      'chat.postEphemeral',
      { channel: '#ironic-audit', user: 'U0RIKU0001', text: 'x' },
      'user_not_in_channel',
    ],
    ['an unknown person', 'users.info', { user: 'U404' }, 'user_not_found'],
    [
      'a modal without a trigger',
      'views.open',
      {
        trigger_id: '1.2',
        view: { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [{ type: 'divider' }] },
      },
      'invalid_trigger_id',
    ],
    [
      'a modal without a title',
      'views.open',
      { trigger_id: '1.2', view: { type: 'modal', blocks: [] } },
      'invalid_arguments',
    ],
  ])('%s', async (_, method, args, error) => {
    expect((await call(method, args)).body).toMatchObject({ ok: false, error });
  });
  test('invalid blocks are named by pointer', async () => {
    const { body } = await call('chat.postMessage', { ...oncall, blocks: [{ type: 'section' }] });
    expect(body).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] must define either `fields` or `text` [json-pointer:/blocks/0]'],
      },
    });
  });
  test("somebody else's message can be neither changed nor deleted", async () => {
    const { ts, channel } = slack.postMessage('maya', 'baremetal-oncall', 'mine');
    expect((await call('chat.update', { channel, ts, text: 'x' })).body['error']).toBe('cant_update_message');
    expect((await call('chat.delete', { channel, ts })).body['error']).toBe('cant_delete_message');
  });
  test('user groups without a paid plan', async () => {
    expect((await call('usergroups.users.list', { usergroup: 'S0APPROVE1' })).body['users']).toEqual([
      'U0JONAS001',
      'U0INES0001',
    ]);
    slack.faults.paidPlan = false;
    expect((await call('usergroups.users.list', { usergroup: 'S0APPROVE1' })).body['error']).toBe(
      'plan_upgrade_required',
    );
  });
});

describe('messages', () => {
  test('are posted, updated, threaded and deleted', async () => {
    const web = client(slack);
    const { ts = '', channel = '' } = await web.chat.postMessage({
      ...oncall,
      text: 'a < b & <@U0MAYA0001> https://example.com/.',
    });
    expect(slack.messages('baremetal-oncall')[0]?.text).toBe(
      'a &lt; b &amp; <@U0MAYA0001> <https://example.com/>.',
    );
    await web.chat.postMessage({ channel, text: 'more', thread_ts: ts });
    await web.chat.update({ channel, ts, text: 'b' });
    expect(slack.messages('baremetal-oncall')[0]).toMatchObject({
      text: 'b',
      reply_count: 1,
      edited: { user: slack.botUserId },
    });
    const { messages = [] } = await web.conversations.replies({ channel, ts });
    expect(messages.map(({ text }) => text)).toEqual(['b', 'more']);
    await web.chat.delete({ channel, ts: messages[1]?.ts ?? '' });
    expect(slack.messages('baremetal-oncall')[0]?.reply_count).toBe(0);
  });
  test('keep attachments an update does not name, and lose blocks to a new text', async () => {
    const web = client(slack);
    const { ts = '', channel = '' } = await web.chat.postMessage({
      ...oncall,
      text: 'a',
      blocks: [{ type: 'divider' }],
      attachments: [{ text: 'kept' }],
    });
    await web.chat.update({ channel, ts, text: 'b' });
    const [message] = slack.messages('baremetal-oncall');
    expect(message).toMatchObject({ text: 'b', attachments: [{ text: 'kept' }] });
    expect(message).not.toHaveProperty('blocks');
  });
  test('keep their metadata, so that the app finds its own again', async () => {
    const web = client(slack);
    const metadata = { event_type: 'report', event_payload: { id: '7' } };
    await web.chat.postMessage({ ...oncall, text: 'x', metadata });
    const history = await web.conversations.history({ channel: 'C0ONCALL01', include_all_metadata: true });
    expect(history.messages?.[0]?.metadata).toEqual(metadata);
  });
  test('come in pages, newest first, without replies', async () => {
    for (const text of ['1', '2', '3']) slack.postMessage('maya', 'baremetal-oncall', text);
    const first = await client(slack).conversations.history({ channel: 'C0ONCALL01', limit: 2 });
    expect(first.messages?.map(({ text }) => text)).toEqual(['3', '2']);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await client(slack).conversations.history({ channel: 'C0ONCALL01', limit: 2, cursor });
    expect(second.messages?.map(({ text }) => text)).toEqual(['1']);
    expect(second.has_more).toBe(false);
  });
  test('a status shows in a thread until the app answers there', async () => {
    const { ts } = slack.postMessage('maya', 'baremetal-oncall', 'why?');
    const args = { channel_id: 'C0ONCALL01', thread_ts: ts, status: 'is diagnosing…' };
    expect((await call('assistant.threads.setStatus', args)).body['ok']).toBe(true);
    expect(slack.status('baremetal-oncall', ts)).toBe('is diagnosing…');
    await client(slack).chat.postMessage({ ...oncall, thread_ts: ts, text: 'because' });
    expect(slack.status('baremetal-oncall', ts)).toBe('');
  });
  test('files are uploaded in three steps and posted', async () => {
    await client(slack).filesUploadV2({
      channel_id: 'C0ONCALL01',
      filename: 'a.log',
      content: 'hello',
      initial_comment: 'log',
    });
    const [message] = slack.messages('baremetal-oncall');
    expect(message).toMatchObject({ text: 'log', files: [{ name: 'a.log', size: 5 }] });
    const response = await fetch(message?.files?.[0]?.url_private ?? '');
    expect(await response.text()).toBe('hello');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
  });
});

describe('rate limits', () => {
  test('a channel takes a burst of ten, then about one message a second', async () => {
    const post = () => call('chat.postMessage', { ...oncall, text: 'x' });
    for (let i = 0; i < 10; i += 1) expect((await post()).status).toBe(200);
    expect(await post()).toMatchObject({
      status: 429,
      retryAfter: '1',
      body: { ok: false, error: 'ratelimited' },
    });
    expect((await call('chat.postMessage', { channel: '#ironic-audit', text: 'x' })).status).toBe(200);
    clock.move(1000);
    expect((await post()).status).toBe(200);
    expect((await post()).status).toBe(429);
    slack.faults.naturalLimits = false;
    expect((await post()).status).toBe(200);
  });
  test('a switched-on limit and a server error pass by themselves', async () => {
    slack.faults.rateLimit('auth.test', 1, 30);
    slack.faults.answer('auth.test', 1, 500);
    slack.faults.refuse('auth.test', 1, 'account_inactive');
    expect(await call('auth.test')).toMatchObject({ status: 429, retryAfter: '30' });
    await expect(client(slack).auth.test()).rejects.toMatchObject({ statusCode: 500 });
    expect((await call('auth.test')).body['error']).toBe('account_inactive');
    expect((await call('auth.test')).body['ok']).toBe(true);
  });
  test('a page in place of JSON, and no answer at all, pass too', async () => {
    slack.faults.garble('auth.test', 1);
    slack.faults.hang('auth.test', 1);
    const post = () => fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
    const page = await post();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('<html>');
    const cut = expect(post()).rejects.toThrow();
    await slack.until(() => slack.apiCalls.find(({ status }) => status === 0));
    slack.faults.heal();
    await cut;
    expect((await call('auth.test')).body['ok']).toBe(true);
  });
  test('a response URL meets the same troubles', async () => {
    slack.faults.rateLimit('response_url', 1, 9);
    slack.faults.garble('response_url', 1);
    slack.faults.refuse('response_url', 1, 'used_url');
    const post = () => fetch(`${slack.url}actions/any`, { method: 'POST', body: '{}' });
    const limited = await post();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '9']);
    expect(await (await post()).text()).toContain('<html>');
    expect((await post()).status).toBe(404);
  });
  test('the real client sees the Retry-After', async () => {
    slack.faults.rateLimit('chat.postMessage', 1, 7);
    await expect(client(slack).chat.postMessage({ ...oncall, text: 'x' })).rejects.toMatchObject({
      retryAfter: 7,
    });
  });
});

describe('webhooks and other doors', () => {
  const post = (url: string, body: unknown) => fetch(url, { method: 'POST', body: JSON.stringify(body) });
  test('a webhook posts under its own name, attachments stored as Slack stores them', async () => {
    const attachment = { color: 'danger', title: 'Down', footer: '', text: 'https://a.example/x & <b>' };
    const response = await post(slack.webhookUrl('baremetal-alerts'), {
      username: 'Grafana',
      attachments: [attachment],
    });
    expect(await response.text()).toBe('ok');
    expect(slack.messages('baremetal-alerts')).toMatchObject([
      {
        subtype: 'bot_message',
        username: 'Grafana',
        text: '',
        attachments: [
          { id: 1, color: 'a30200', title: 'Down', text: '<https://a.example/x> &amp; &lt;b&gt;' },
        ],
      },
    ]);
    expect(slack.messages('baremetal-alerts')[0]?.attachments?.[0]).not.toHaveProperty('footer');
  });
  test('a webhook refuses in plain words', async () => {
    const bad = await post(slack.webhookUrl('baremetal-alerts'), { blocks: [{ type: 'nope' }] });
    expect([bad.status, await bad.text()]).toEqual([400, 'invalid_blocks']);
    const gone = await post(`${slack.url}services/T/B/x`, { text: 'x' });
    expect([gone.status, await gone.text()]).toEqual([404, 'no_service']);
  });
  test('blocks.validate answers for messages and views', async () => {
    expect((await call('blocks.validate', { blocks: [{ type: 'divider' }] })).body['ok']).toBe(true);
    expect((await call('blocks.validate', { view: { type: 'modal' } })).body['ok']).toBe(false);
  });
});

describe('what the acting half needs', () => {
  test('a reply may be shown in the channel as well, and metadata comes back to whoever asks for it', async () => {
    const { body: root } = await call('chat.postMessage', { ...oncall, text: 'root' });
    const metadata = { event_type: 'approval', event_payload: { approval: 'a' } };
    const reply = { ...oncall, text: 'reply', thread_ts: root['ts'], reply_broadcast: true, metadata };
    await call('chat.postMessage', reply);
    const history = await call('conversations.history', oncall);
    expect(history.body['messages']).toMatchObject([
      { text: 'reply', subtype: 'thread_broadcast' },
      { text: 'root' },
    ]);
    expect(JSON.stringify(history.body)).not.toContain('"metadata"');
    const thread = { ...oncall, ts: root['ts'], include_all_metadata: true };
    const replies = await call('conversations.replies', thread);
    expect(replies.body['messages']).toMatchObject([{ text: 'root' }, { text: 'reply', metadata }]);
  });
  test('people of another workspace and guests are told apart from members', async () => {
    const info = async (user: string) => (await call('users.info', { user })).body['user'];
    expect(await info('U0NOOR0001')).toMatchObject({ team_id: 'T0PARTNER1', is_stranger: true });
    expect(await info('U0RIKU0001')).toMatchObject({ team_id: 'T0SANDBOX1', is_restricted: true });
    expect(await info('U0INES0001')).not.toHaveProperty('is_stranger');
  });
  test('no command of the app is there for people of another workspace', async () => {
    expect(await slack.slash('noor', 'baremetal-oncall', '/ironic', 'help')).toMatchObject({ ok: false });
  });
});
