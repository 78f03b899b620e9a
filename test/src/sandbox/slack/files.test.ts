import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../../../src/sandbox/slack/server.ts';

let slack: LocalSlack;
beforeEach(async () => {
  slack = await startLocalSlack({ scopes: ['chat:write', 'files:write'] });
});
afterEach(() => slack.close());

async function call(method: string, args: Record<string, unknown>) {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Record<string, unknown>;
}
const reserve = (length: number, filename = 'a.txt') =>
  call('files.getUploadURLExternal', { filename, length });
const send = (address: unknown, body: string) => fetch(String(address), { method: 'POST', body });
const share = (id: unknown, rest: object = {}) =>
  call('files.completeUploadExternal', { files: [{ id, title: 'A' }], channel_id: 'C0ONCALL01', ...rest });

describe('a file', () => {
  test('of another length than was said is refused, and cannot be shared', async () => {
    const { upload_url, file_id } = await reserve(5);
    expect((await send(upload_url, 'hello, world')).status).toBe(400);
    expect(await share(file_id)).toMatchObject({ ok: false, error: 'file_not_found' });
  });

  test('is not there before its bytes are, nor under an unknown id', async () => {
    const { file_id } = await reserve(5);
    expect(await share(file_id)).toMatchObject({ error: 'file_not_found' });
    expect(await share('F404')).toMatchObject({ error: 'file_not_found' });
    expect((await fetch(`${slack.url}files/${file_id}/a.txt`)).status).toBe(404);
    expect((await send(`${slack.url}upload/F404`, 'hello')).status).toBe(404);
  });

  test('is shared once', async () => {
    const { upload_url, file_id } = await reserve(5);
    expect(await (await send(upload_url, 'hello')).text()).toBe('OK - 5');
    expect(await share(file_id)).toMatchObject({ ok: true, files: [{ id: file_id, title: 'A' }] });
    expect(await share(file_id)).toMatchObject({ error: 'file_not_found' });
    expect((await send(upload_url, 'other')).status).toBe(404);
    expect(slack.messages('baremetal-oncall')).toHaveLength(1);
  });

  test.each([
    ['a channel by its name', { channel_id: '#baremetal-oncall' }, 'channel_not_found'],
    ['a channel that the app is not in', { channel_id: 'C0GENERAL1' }, 'not_in_channel'],
    ['a thread that is none', { thread_ts: '1.2' }, 'thread_not_found'],
  ])('does not go to %s', async (_name, rest, error) => {
    const { upload_url, file_id } = await reserve(5);
    await send(upload_url, 'hello');
    expect(await share(file_id, rest)).toMatchObject({ ok: false, error });
    expect(await share(file_id)).toMatchObject({ ok: true });
  });

  test('needs a name, a length, and a description that is not too long', async () => {
    expect(await call('files.getUploadURLExternal', { length: 5 })).toMatchObject({
      error: 'invalid_arguments',
    });
    expect(await call('files.getUploadURLExternal', { filename: 'a' })).toMatchObject({
      error: 'invalid_arguments',
    });
    expect(
      await call('files.getUploadURLExternal', { filename: 'a', length: 1, alt_txt: 'x'.repeat(1001) }),
    ).toMatchObject({ error: 'alt_txt_too_large' });
    expect(await call('files.completeUploadExternal', { files: [] })).toMatchObject({
      error: 'invalid_arguments',
    });
  });

  test('of text is shown with its first lines, another is not', async () => {
    const text = Array.from({ length: 9 }, (_, at) => `line ${at}`).join('\n');
    const snippet = await reserve(Buffer.byteLength(text));
    await send(snippet['upload_url'], text);
    await share(snippet['file_id']);
    expect(slack.messages('baremetal-oncall').at(-1)?.files).toMatchObject([
      { mode: 'snippet', lines: 9, lines_more: 4, preview: 'line 0\nline 1\nline 2\nline 3\nline 4' },
    ]);
    const binary = await reserve(2, 'a.tar.gz');
    await send(binary['upload_url'], 'xy');
    await share(binary['file_id']);
    const [shown] = slack.messages('baremetal-oncall').at(-1)?.files ?? [];
    expect(shown).toMatchObject({ mode: 'hosted', filetype: 'binary' });
    expect(shown).not.toHaveProperty('preview');
  });
});

test('what the token has no scope for is refused, with the scope that is needed', async () => {
  const bare = await startLocalSlack({ scopes: ['chat:write', 'commands'] });
  try {
    const response = await fetch(`${bare.apiUrl}files.getUploadURLExternal`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bare.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ filename: 'a', length: 1 }),
    });
    expect(await response.json()).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'files:write',
      provided: 'chat:write,commands',
    });
  } finally {
    await bare.close();
  }
});

describe('a picture in blocks', () => {
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47]);
  const image = (slack_file: object) => [{ type: 'image', slack_file, alt_text: 'Bars.' }];
  const home = (slack_file: object) =>
    call('views.publish', { user_id: 'U0MAYA0001', view: { type: 'home', blocks: image(slack_file) } });
  const post = (slack_file: object) =>
    call('chat.postMessage', { channel: 'C0ONCALL01', text: 'x', blocks: image(slack_file) });
  async function uploaded(filename = 'a.png') {
    const { upload_url, file_id } = await reserve(png.length, filename);
    await fetch(String(upload_url), { method: 'POST', body: png });
    return String(file_id);
  }

  test('may be a file that the app has shared, by its id or its address', async () => {
    const id = await uploaded();
    const { files } = (await share(id)) as { files: readonly [{ url_private: string }] };
    expect(await home({ id })).toMatchObject({ ok: true });
    expect(await post({ id })).toMatchObject({ ok: true });
    expect(await home({ url: files[0].url_private })).toMatchObject({ ok: true });
    const shown = await fetch(`${slack.url}files/${id}`);
    expect([shown.headers.get('content-type'), new Uint8Array(await shown.arrayBuffer())]).toEqual([
      'image/png',
      png,
    ]);
  });

  test('is refused while its upload is not complete, as no picture, and as nobody knows it', async () => {
    const text = await uploaded('a.txt');
    await share(text);
    for (const id of [await uploaded(), text, 'F0000000404']) {
      expect(await home({ id })).toMatchObject({
        ok: false,
        error: 'invalid_arguments',
        response_metadata: {
          messages: ['[ERROR] invalid slack file [json-pointer:/view/blocks/0/slack_file]'],
        },
      });
      expect(await post({ id })).toMatchObject({ ok: false, error: 'invalid_blocks' });
    }
    const both = { id: await uploaded(), url: `${slack.url}files/x` };
    expect(await home(both)).toMatchObject({ ok: false, error: 'invalid_arguments' });
  });
});

test('a Home tab of more than 250 kB is too large', async () => {
  const section = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(2_900) } };
  const publish = (count: number) => {
    const view = { type: 'home', blocks: Array.from({ length: count }, () => section) };
    return call('views.publish', { user_id: 'U0MAYA0001', view });
  };
  expect(await publish(80)).toMatchObject({ ok: true });
  expect(await publish(90)).toMatchObject({ ok: false, error: 'view_too_large' });
});
