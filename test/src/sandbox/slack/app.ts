import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import {
  type LocalSlack,
  type LocalSlackOptions,
  startLocalSlack,
} from '../../../../src/sandbox/slack/server.ts';

export const COMMANDS = [{ name: '/ping', description: 'Answers', usage_hint: '[text]' }];

/** A clock that stands still until it is moved. */
export function handClock(start = '2026-01-05T03:10:00Z'): { now: () => Date; move: (ms: number) => void } {
  let at = Date.parse(start);
  return {
    now: () => new Date(at),
    move: (ms) => {
      at += ms;
    },
  };
}

/** Timers that run only when told to: `run()` runs every waiting one of at least `from` milliseconds. */
export function handTimers() {
  const waiting = new Set<{ ms: number; task: () => void }>();
  return {
    after(ms: number, task: () => void) {
      const timer = { ms, task };
      waiting.add(timer);
      return () => waiting.delete(timer);
    },
    run(ms: number) {
      for (const timer of [...waiting]) if (timer.ms === ms && waiting.delete(timer)) timer.task();
    },
    waiting: (ms: number) => [...waiting].filter((timer) => timer.ms === ms).length,
  };
}

export const client = (slack: LocalSlack, token = slack.botToken): WebClient =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });

const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** A real Bolt app in Socket Mode, connected to a local Slack of its own. */
export async function withApp(
  register: (app: App) => void,
  use: (slack: LocalSlack, app: App) => Promise<void>,
  options: LocalSlackOptions = {},
): Promise<void> {
  const slack = await startLocalSlack({ commands: COMMANDS, ...options });
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: quiet,
    // Soon again after a refresh, but no connection is given up because the machine is busy.
    clientPingTimeout: 500,
    installerOptions: { clientOptions: { ...clientOptions } },
  });
  const app = new App({ token: slack.botToken, receiver, clientOptions, logger: quiet });
  register(app);
  await app.start();
  try {
    await use(slack, app);
  } finally {
    await app.stop();
    await slack.close();
  }
}
