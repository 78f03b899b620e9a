import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import logs from '../../../commands/logs.ts';
import { type LocalSlack, startLocalSlack } from '../../../src/sandbox/slack/server.ts';
import { createOutbox } from '../../../src/slack/outbox.ts';
import { renderNoFile } from '../../../src/slack/render/no-file.ts';
import { over } from '../../commands/support.ts';
import { HEALTHY_NODE } from '../../support/facts.ts';
import { memoryLog, startBot } from './support/bot.ts';
import { faultsOf } from './support/check-message.ts';
import { NASTY } from './support/wild.ts';

const CHANNEL = 'C0ONCALL01';
const ONCALL = 'baremetal-oncall';
const file = { filename: 'node-17.txt', title: 'Logs about node-17', content: 'one\nzwei ü\n' };

describe('a file in a thread', () => {
  let slack: LocalSlack;
  beforeEach(async () => {
    slack = await startLocalSlack();
    slack.faults.naturalLimits = false;
  });
  afterEach(() => slack.close());

  const outboxFor = () =>
    createOutbox({
      botToken: slack.botToken,
      apiUrl: slack.apiUrl,
      log: memoryLog(),
      clock: () => new Date(),
      sleep: async () => undefined,
      paceMs: 0,
      timeoutMs: 2_000,
    });
  async function root(outbox: ReturnType<typeof outboxFor>): Promise<string> {
    return outbox.post({ text: 'root' as never, blocks: [] }, { channel: CHANNEL });
  }

  it('arrives whole, with its title, below the message', async () => {
    const outbox = outboxFor();
    const thread = await root(outbox);
    await outbox.upload(file, { channel: CHANNEL, thread });
    const shared = slack.messages(ONCALL).at(-1);
    expect(shared).toMatchObject({
      thread_ts: thread,
      files: [{ name: 'node-17.txt', title: 'Logs about node-17', mode: 'snippet', lines: 2, size: 12 }],
    });
    const answer = await fetch(shared?.files?.[0]?.url_private ?? '');
    expect(await answer.text()).toBe(file.content);
  });

  it.each(['files.getUploadURLExternal', 'files.completeUploadExternal'])(
    'waits where %s asks to slow down',
    async (method) => {
      const outbox = outboxFor();
      const thread = await root(outbox);
      slack.faults.rateLimit(method, 1, 1);
      await outbox.upload(file, { channel: CHANNEL, thread });
      expect(slack.messages(ONCALL).at(-1)?.files).toHaveLength(1);
    },
  );

  it('fails in words when Slack does not want it, and is not shared twice', async () => {
    const outbox = outboxFor();
    const thread = await root(outbox);
    slack.faults.refuse('files.getUploadURLExternal', 1, 'file_uploads_disabled');
    await expect(outbox.upload(file, { channel: CHANNEL, thread })).rejects.toMatchObject({
      code: 'refused',
      detail: 'file_uploads_disabled',
    });
    slack.faults.answer('files.completeUploadExternal', 1, 500);
    await expect(outbox.upload(file, { channel: CHANNEL, thread })).rejects.toMatchObject({
      code: 'server-error',
    });
    expect(slack.apiCalls.filter(({ method }) => method === 'files.completeUploadExternal')).toHaveLength(1);
  });
});

describe('the logs command', () => {
  const { services } = over(logs, {
    node: HEALTHY_NODE,
    logs: [
      {
        source: 'ironic-conductor',
        host: 'c1',
        lines: ['2026-11-22 17:00:00.000 7 ERROR x [req-1] it broke'],
      },
    ],
    ramdisk_logs: [],
  });

  it('puts its extract into the thread of the answer', async () => {
    await using bot = await startBot(services);
    await bot.slack.slash('U0MAYA0001', ONCALL, '/ironic', 'logs node-17');
    const shared = await bot.slack.until(() => bot.slack.messages(ONCALL).find((one) => one.files));
    const answer = bot.slack.messages(ONCALL).find((one) => one.ts === shared.thread_ts);
    expect(answer?.text).toContain('1 error in the logs');
    expect(shared.files?.[0]?.preview).toContain('Logs about node-17, cloud snapshot');
  });

  it('says in one line why the file is not there, and has the telling part as text', async () => {
    await using bot = await startBot(services);
    bot.slack.faults.refuse('files.getUploadURLExternal', 1, 'missing_scope');
    await bot.slack.slash('U0MAYA0001', ONCALL, '/ironic', 'logs node-17');
    const said = await bot.slack.until(() =>
      bot.slack.messages(ONCALL).find((one) => one.text.includes('files:write')),
    );
    const answer = bot.slack.messages(ONCALL).find((one) => one.ts === said.thread_ts);
    expect(JSON.stringify(answer?.blocks)).toContain('it broke');
  });

  it('says so where it may not post', async () => {
    await using bot = await startBot(services);
    await bot.slack.slash('U0MAYA0001', 'general', '/ironic', 'logs node-17');
    const said = await bot.slack.until(() =>
      bot.slack.ephemerals('U0MAYA0001').find((one) => one.text.includes('no member of this channel')),
    );
    expect(said.channel).toBe('C0GENERAL1');
  });
});

it('a missing file is told harmlessly whatever it is called', () => {
  for (const nasty of NASTY)
    expect(faultsOf(renderNoFile({ ...file, title: nasty }, new Error(nasty)))).toEqual([]);
});
