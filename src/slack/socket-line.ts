import { type Receiver, SocketModeReceiver } from '@slack/bolt';
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { steady } from '../lib/steady.ts';
import type { Sleep } from './calls.ts';
import { boltLogger, errorFields, type Log } from './log.ts';
import { slackError } from './slack-error.ts';

export interface SocketLineOptions {
  readonly appToken: string;
  readonly apiUrl?: string;
  readonly log: Log;
  readonly clock: () => Date;
  readonly sleep: Sleep;
}

/** One Socket Mode connection that is kept up. */
export interface SocketLine {
  readonly receiver: Receiver;
  connected(): boolean;
  /**
   * Connects, and again whenever the connection ends, until `stop`. Calls `onUp` each time it stands and `onDown` each time
   * it ended. Rejects with a ServiceError when Slack refuses in a way that no waiting heals.
   */
  keep(onUp: () => void, onDown?: () => void): Promise<void>;
  /** Resolves when the connection is closed, after six seconds at the latest. */
  stop(): Promise<void>;
}

/** The token or the app itself is wrong. */
const FATAL = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'user_removed_from_team',
  'team_disabled',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'no_permission',
  'missing_scope',
]);

const HELLO_MS = 15_000;
const STOP_MS = 6_000;
/** A connection that ends younger than this is no reason to hurry. */
const YOUNG_MS = 2_000;
const MAX_BACKOFF_MS = 30_000;

/**
 * We reconnect ourselves: the client waits `clientPingTimeout` (5 s) before it does, deaf all the while, and when
 * Slack refuses then, its rejection meets no handler
 * (slackapi/node-slack-sdk packages/socket-mode/src/SocketModeClient.ts, 3.1.0).
 */
export function createSocketLine(options: SocketLineOptions): SocketLine {
  const { log, clock, sleep } = options;
  const elapsed = steady(clock);
  const receiver = newReceiver(options);
  const { client } = receiver;
  let up = false;
  let stopping = false;

  /** Resolves when it stands, with a promise for its end. */
  async function connect(): Promise<{ readonly ended: Promise<void> }> {
    const end = Promise.withResolvers<void>();
    client.once('disconnected', end.resolve);
    const limit = setTimeout(() => void client.disconnect(), HELLO_MS);
    try {
      await client.start();
      return { ended: end.promise };
    } catch (error) {
      client.off('disconnected', end.resolve);
      throw error;
    } finally {
      clearTimeout(limit);
    }
  }

  return {
    receiver,
    connected: () => up,
    async keep(onUp, onDown) {
      let failures = 0;
      while (!stopping) {
        try {
          const { ended } = await connect();
          if (stopping) return void client.disconnect();
          const since = elapsed();
          up = true;
          onUp();
          await ended;
          up = false;
          onDown?.();
          failures = elapsed() - since < YOUNG_MS ? failures + 1 : 0;
        } catch (error) {
          if (isFatal(error)) throw slackError('apps.connections.open', error);
          failures += 1;
          log.warn(
            errorFields(error ?? new Error('closed before it stood')),
            'no Socket Mode connection, trying again',
          );
          if (error instanceof WebAPIRateLimitedError) await sleep(error.retryAfter * 1000);
        }
        // The first reconnect is immediate: Slack renews connections every few hours.
        if (!stopping && failures > 1) await sleep(Math.min(MAX_BACKOFF_MS, 250 * 2 ** failures));
      }
    },
    async stop() {
      stopping = true;
      if (!up) return void client.disconnect();
      const closed = Promise.withResolvers<void>();
      client.once('disconnected', closed.resolve);
      const limit = setTimeout(closed.resolve, STOP_MS);
      void client.disconnect();
      await closed.promise;
      clearTimeout(limit);
    },
  };
}

function newReceiver({ appToken, apiUrl, log }: SocketLineOptions): SocketModeReceiver {
  const logger = boltLogger(log);
  return new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger,
    installerOptions: {
      // An object of its own for each: the client writes into it.
      clientOptions: {
        ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
        timeout: 10_000,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    },
  });
}

function isFatal(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && FATAL.has(error.data.error);
}
