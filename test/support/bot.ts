import { type Bot, startBot } from '../../src/bot.ts';
import { loadConfig } from '../../src/config.ts';
import { type LocalOptions, startLocal } from '../../src/local.ts';
import { createLog, type Log } from '../../src/log.ts';
import type { SimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import type { Message } from '../../src/sandbox/slack/types.ts';

export interface LocalBot extends AsyncDisposable {
  readonly bot: Bot;
  readonly slack: LocalSlack;
  readonly cloud: SimulatedCloud;
  /** Types a slash command as an engineer in #baremetal-oncall and waits for the answer that follows it. */
  ask(text: string): Promise<{ readonly answer: Message; readonly ackMs: number }>;
}

export const ENGINEER = 'U0MAYA0001';
export const CHANNEL = 'baremetal-oncall';

/** The whole bot on the local Slack and the simulated cloud, in this process, through its ordinary configuration. */
export async function startLocalBot(
  options: LocalOptions & {
    readonly log?: Log;
    readonly env?: Record<string, string>;
    /** Where the bot's differs from Slack's and the cloud's. */
    readonly botClock?: () => Date;
    /** What has befallen the cloud before the bot starts. */
    readonly before?: (cloud: SimulatedCloud) => void;
  } = {},
): Promise<LocalBot> {
  const clock = options.clock ?? (() => new Date());
  const local = await startLocal({ slack: false, cloud: false }, options.env ?? {}, options);
  const { slack, cloud } = local;
  if (!slack || !cloud) throw new Error('the local Slack and cloud did not start');
  options.before?.(cloud);
  let count = 0;
  const bot = await startBot(loadConfig(local.env, local.defaults), {
    log: options.log ?? createLog({ level: 'silent', destination: 2 }),
    clock: options.botClock ?? clock,
    newReference: () => `ref-${++count}`,
    onFatal: (error) => {
      throw error;
    },
  });
  return {
    bot,
    slack,
    cloud,
    ask: (text) => askIn(slack, text),
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await local.close();
    },
  };
}

/** Types a slash command as an engineer and waits for the answer that follows it. */
export async function askIn(
  slack: LocalSlack,
  text: string,
  patienceMs = 30_000,
): Promise<{ readonly answer: Message; readonly ackMs: number }> {
  const seen = new Set(
    [...slack.messages(CHANNEL), ...slack.ephemerals(ENGINEER)].map((message) => message.ts),
  );
  const started = performance.now();
  await slack.slash(ENGINEER, CHANNEL, '/ironic', text);
  const ackMs = performance.now() - started;
  const answer = await slack.until(
    () =>
      [...slack.messages(CHANNEL), ...slack.ephemerals(ENGINEER)].find(
        (message) => !seen.has(message.ts) && isFinal(message),
      ),
    patienceMs,
  );
  return { answer, ackMs };
}

/** What stands where an answer will be. */
export const WORKING =
  /(?:diagnosing|reading the history|reading the logs|reading the fleet|filling in the commands)…$/;

function isFinal(message: Message): boolean {
  // What goes into the thread of an answer may come after the next question.
  return !WORKING.test(message.text ?? '') && (message.thread_ts ?? message.ts) === message.ts;
}
