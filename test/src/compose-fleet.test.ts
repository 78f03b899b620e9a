import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHANNEL, startLocalBot } from '../support/bot.ts';

/** A minute after it was due. */
const NOW = new Date('2026-11-23T08:01:00.000Z');
const DIGEST = /^demo · \d+ nodes · \d+ in trouble/;

test('a digest that is due is posted by a running bot, with its picture below it, once', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'fleet-')), 'ironic-oncall.yml');
  const digest = "{ channel: C0ONCALL01, at: '08:00', days: [mon] }";
  writeFileSync(file, `fleet:\n  sweep: 60\n  digest: ${digest}\n`);
  const env = { IRONIC_ONCALL_CONFIG: file };
  await using local = await startLocalBot({ env, clock: () => NOW, simulation: { objectStore: false } });
  const { slack } = local;
  const picture = await slack.until(() => slack.messages(CHANNEL).find(({ files }) => files), 60_000);
  const digests = slack.messages(CHANNEL).filter(({ text }) => DIGEST.test(text ?? ''));
  expect(digests).toHaveLength(1);
  expect(picture).toMatchObject({
    thread_ts: digests[0]?.ts,
    files: [{ mimetype: 'image/png', alt_txt: expect.stringMatching(/^Bars\. demo: \d+ of \d+ nodes/) }],
  });
});

test('without a digest the bot says nothing by itself, and a fleet that was swept has a past to tell', async () => {
  let now = NOW.getTime();
  await using local = await startLocalBot({ clock: () => new Date(now), simulation: { objectStore: false } });
  const { slack, ask } = local;
  expect((await ask('fleet')).answer.text).toMatch(DIGEST);
  now += 31 * 60_000;
  expect((await ask('fleet')).answer.text).toMatch(
    /^demo · \d+ nodes · \d+ in trouble \((?:as at|.* since) </,
  );
  const roots = slack.messages(CHANNEL).filter(({ ts, thread_ts = ts }) => thread_ts === ts);
  expect(roots).toHaveLength(2);
});
