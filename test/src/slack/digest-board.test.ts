import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Digest } from '../../../src/core/fleet-digest.ts';
import type { SharedPicture } from '../../../src/core/last-sweep.ts';
import { type LocalSlack, startLocalSlack } from '../../../src/sandbox/slack/server.ts';
import { createDigestBoard } from '../../../src/slack/digest-board.ts';
import { createOutbox } from '../../../src/slack/outbox.ts';
import { groupOf, reportWith } from '../../support/fleet.ts';
import { memoryLog } from './support/bot.ts';

const CHANNEL = 'C0ONCALL01';
const ONCALL = 'baremetal-oncall';
const fresh = { before: null, begins: async () => true };
const picture = {
  filename: 'prod-fleet.png',
  title: 'prod: 3 of 40 nodes in trouble',
  content: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0x00]),
  alt: 'Bars. prod: 3 of 40 nodes in trouble: 3 the BMC does not answer over IPMI.',
};

describe('a digest', () => {
  let slack: LocalSlack;
  let digest: Digest;
  beforeEach(async () => {
    slack = await startLocalSlack();
    slack.faults.naturalLimits = false;
    digest = {
      channel: CHANNEL,
      slot: new Date(Date.now() - 60_000).toISOString(),
      look: { report: reportWith([groupOf('ipmi-unreachable', 3)]), picture },
    };
  });
  afterEach(() => slack.close());

  /** Another one remembers nothing, as after a crash. */
  function board(log = memoryLog()) {
    const clock = () => new Date();
    const outbox = createOutbox({
      botToken: slack.botToken,
      apiUrl: slack.apiUrl,
      log,
      clock,
      sleep: async () => undefined,
      paceMs: 0,
      timeoutMs: 2_000,
    });
    return createDigestBoard({ outbox, log, clock, slash: '/ironic' });
  }
  const posted = () => slack.messages(ONCALL).filter(({ text }) => text?.startsWith('prod · 40 nodes'));

  it('is posted once, also where whoever posted it crashed before saying so', async () => {
    const at = await board().post(digest);
    expect(await board().post(digest)).toEqual(at);
    expect(posted()).toHaveLength(1);
  });

  it('of another day or another cloud is another message', async () => {
    await board().post(digest);
    const report = { ...digest.look.report, cloud: 'lab' };
    await board().post({ ...digest, look: { report } });
    await board().post({ ...digest, slot: new Date(Date.now() - 30_000).toISOString() });
    expect(posted()).toHaveLength(2);
    expect(slack.messages(ONCALL).filter(({ text }) => text?.startsWith('lab · 40'))).toHaveLength(1);
  });

  it('has its picture below it, byte for byte, with words for who cannot see it', async () => {
    const { post, illustrate } = board();
    const files: string[] = [];
    const begins = async ({ file, alt }: SharedPicture) => {
      expect([alt, slack.messages(ONCALL).some(({ files }) => files)]).toEqual([picture.alt, false]);
      files.push(file);
      return true;
    };
    expect(await illustrate(digest, await post(digest), { before: null, begins })).toBe(true);
    const [message] = posted();
    const shared = slack.messages(ONCALL).at(-1);
    expect(shared).toMatchObject({
      thread_ts: message?.ts,
      files: [{ id: files[0], mimetype: 'image/png', title: picture.title, alt_txt: picture.alt }],
    });
    const answer = await fetch(shared?.files?.[0]?.url_private ?? '');
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(picture.content);
  });

  it('stays a digest where the picture cannot be put below it', async () => {
    const log = memoryLog();
    const { post, illustrate } = board(log);
    const at = await post(digest);
    slack.faults.refuse('files.getUploadURLExternal', 1, 'missing_scope');
    expect(await illustrate(digest, at, fresh)).toBe(false);
    expect(posted()).toHaveLength(1);
    expect(log.lines).toMatchObject([
      { level: 'warn', message: 'the picture of a digest was not put below it' },
    ]);
  });

  it('has one picture, also where whoever put it there crashed before saying so', async () => {
    const { post, illustrate } = board();
    const at = await post(digest);
    let before: SharedPicture | null = null;
    await illustrate(digest, at, {
      before,
      async begins(shared) {
        before = shared;
        return true;
      },
    });
    const pictures = () => slack.messages(ONCALL).filter(({ files }) => files);
    expect(await board().illustrate(digest, at, { before, begins: async () => true })).toBe(true);
    expect(pictures()).toHaveLength(1);
  });

  it('gets the picture that somebody was about to put there and did not', async () => {
    const { post, illustrate } = board();
    const at = await post(digest);
    const before = { file: 'F0LOSTLOST', alt: picture.alt };
    expect(await illustrate(digest, at, { before, begins: async () => true })).toBe(true);
    expect(slack.messages(ONCALL).filter(({ files }) => files)).toHaveLength(1);
  });

  it.each([
    ['another process has it in hand', () => undefined, { before: null, begins: async () => false }],
    [
      'its thread cannot be read, since there may be one',
      () => slack.faults.refuse('conversations.replies', 1, 'missing_scope'),
      { ...fresh, before: { file: 'F0LOSTLOST', alt: picture.alt } },
    ],
  ])('gets no picture where %s', async (_, ill, sharing) => {
    const { post, illustrate } = board();
    const at = await post(digest);
    ill();
    expect(await illustrate(digest, at, sharing)).toBe(false);
    expect(slack.messages(ONCALL).some(({ files }) => files)).toBe(false);
  });
});
