import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHANNEL, type LocalBot, startLocalBot } from '../support/bot.ts';

/** A minute after a digest was due. */
const MONDAY = Date.parse('2026-11-23T08:01:00.000Z');

export interface DigestingBot {
  readonly local: LocalBot;
  /** Turns the clock of bot, Slack and cloud by so many milliseconds. */
  pass(ms: number): void;
}

/** The whole bot on the morning of a digest, once that stands in its channel with its picture. */
export async function startDigestingBot(): Promise<DigestingBot> {
  const file = join(mkdtempSync(join(tmpdir(), 'digesting-')), 'ironic-oncall.yml');
  const digest = "{ channel: C0ONCALL01, at: '08:00', days: [mon] }";
  writeFileSync(file, `fleet:\n  sweep: 60\n  digest: ${digest}\n`);
  const began = Date.now();
  let turned = 0;
  const clock = () => new Date(MONDAY + (Date.now() - began) + turned);
  const local = await startLocalBot({ env: { IRONIC_ONCALL_CONFIG: file }, clock });
  const { slack } = local;
  await slack.until(() => slack.messages(CHANNEL).find(({ files }) => files), 60_000);
  return {
    local,
    pass(ms) {
      turned += ms;
    },
  };
}
