import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError, WebClient } from '@slack/web-api';
import Bottleneck from 'bottleneck';
import { z } from 'zod';
import { ServiceError } from '../core/errors.ts';
import { createCaller, type Sleep } from './calls.ts';
import { boltLogger, type Log } from './log.ts';
import type { Message } from './render/limits.ts';
import type { Method } from './scopes.ts';

export interface OutboxOptions {
  readonly botToken: string;
  /** Slack's own address when absent. */
  readonly apiUrl?: string;
  readonly log: Log;
  readonly clock: () => Date;
  readonly sleep?: Sleep;
  /** Between two posts into one channel, in ms; Slack allows about one a second. */
  readonly paceMs?: number;
  readonly timeoutMs?: number;
}

export interface Target {
  readonly channel: string;
  readonly thread?: string;
}

/** Who we are, from auth.test. */
export const Identity = z.object({
  user_id: z.string(),
  bot_id: z.string(),
  team_id: z.string(),
  team: z.string(),
});
export type Identity = z.infer<typeof Identity>;

const Posted = z.object({ ts: z.string() });

/** Slack's own limits; a longer wait means that it is not there. */
const TIMEOUT_MS = 10_000;
const PACE_MS = 1_000;
/** Bottleneck runs smaller numbers first. */
const PRIORITY = { answer: 3, background: 7 } as const;

export type Outbox = ReturnType<typeof createOutbox>;

/**
 * The one place from which anything goes to Slack. Posts into a channel are paced and keep their order within a
 * thread. Updates, statuses and replies to a click have limits of their own and never queue behind posts.
 * Failures are ServiceErrors; `detail` is Slack's word for the refusal.
 */
export function createOutbox(options: OutboxOptions) {
  const { botToken, apiUrl, log, clock, sleep, paceMs = PACE_MS, timeoutMs = TIMEOUT_MS } = options;
  const client = new WebClient(botToken, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: boltLogger(log),
  });
  const call = createCaller({ clock, ...(sleep ? { sleep } : {}) });
  const channels = new Bottleneck.Group({ minTime: paceMs });
  const threads = new Bottleneck.Group({ maxConcurrent: 1 });

  const api = (method: Method, args: Record<string, unknown>) => client.apiCall(method, args);

  const body = (message: Message) => ({
    text: message.text,
    blocks: message.blocks,
    unfurl_links: false,
    unfurl_media: false,
    link_names: false,
    parse: 'none',
  });

  return {
    async identity(): Promise<Identity> {
      const options = { method: 'auth.test', key: 'auth.test', repeatable: true };
      return Identity.parse(await call(options, () => api('auth.test', {})));
    },

    /**
     * Posts and tells the new message's `ts`. With `twiceIsFine` a post whose fate is unknown is tried again: two
     * answers are better than none. `background` lets answers go first. `patienceMs` is for where Slack asks to slow
     * down.
     */
    async post(
      message: Message,
      to: Target,
      how: {
        readonly twiceIsFine?: boolean;
        readonly background?: boolean;
        readonly patienceMs?: number;
      } = {},
    ): Promise<string> {
      const send = () =>
        call(
          {
            method: 'chat.postMessage',
            key: `chat.postMessage ${to.channel}`,
            repeatable: how.twiceIsFine ?? false,
            ...(how.patienceMs === undefined ? {} : { patienceMs: how.patienceMs }),
          },
          () =>
            api('chat.postMessage', {
              channel: to.channel,
              ...(to.thread === undefined ? {} : { thread_ts: to.thread }),
              ...body(message),
            }),
        );
      const priority = how.background ? PRIORITY.background : PRIORITY.answer;
      const paced = () => channels.key(to.channel).schedule({ priority }, send);
      const sent = to.thread
        ? threads.key(`${to.channel} ${to.thread}`).schedule({ priority }, paced)
        : paced();
      return Posted.parse(await sent).ts;
    },

    /** Redraws a message; `cosmetic` is dropped when Slack asks to slow down. */
    async update(
      message: Message,
      at: { readonly channel: string; readonly ts: string },
      how: { readonly cosmetic?: boolean; readonly patienceMs?: number } = {},
    ): Promise<void> {
      await call({ method: 'chat.update', key: 'chat.update', repeatable: true, ...how }, () =>
        api('chat.update', { channel: at.channel, ts: at.ts, ...body(message) }),
      );
    },

    /** "<bot> <words>" under a thread, until something is posted there. Not every workspace allows it. */
    async status(to: Required<Target>, words: string): Promise<void> {
      const method = 'assistant.threads.setStatus';
      await call({ method, key: method, repeatable: true, cosmetic: true }, () =>
        api(method, { channel_id: to.channel, thread_ts: to.thread, status: words }),
      );
    },

    /**
     * Answers a command or a click where no post can go. Slack takes five of these within half an hour.
     * `asker`: shown to that person alone. `twiceIsFine` as in `post`.
     */
    async respond(
      url: string,
      message: Message,
      how: { readonly to: 'asker' | 'channel'; readonly replace?: boolean; readonly twiceIsFine?: boolean },
    ): Promise<void> {
      const payload = JSON.stringify({
        response_type: how.to === 'asker' ? 'ephemeral' : 'in_channel',
        replace_original: how.replace ?? false,
        text: message.text,
        blocks: message.blocks,
      });
      const repeatable = how.twiceIsFine ?? false;
      await call({ method: 'response_url', key: 'response_url', repeatable }, () =>
        respondOnce(url, payload, timeoutMs),
      );
    },

    async close(): Promise<void> {
      await Promise.all([channels.disconnect(), threads.disconnect()]);
    },
  };
}

/** Fails as the Web API's client does, so that one caller knows what to make of either. */
async function respondOnce(url: string, payload: string, timeoutMs: number): Promise<void> {
  let answer: Response;
  let said: string;
  try {
    answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: payload,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    said = (await answer.text()).slice(0, 200);
  } catch (error) {
    throw new WebAPIRequestError(error instanceof Error ? error : new Error('no answer'));
  }
  const { status } = answer;
  if (status === 429) throw new WebAPIRateLimitedError(Number(answer.headers.get('retry-after')) || 1);
  if (status >= 500) throw new WebAPIHTTPError(status, '', {});
  if (answer.ok && !/"ok":\s*false/.test(said)) return;
  throw new ServiceError(`Slack refused: HTTP ${status} (response_url)`, {
    code: 'refused',
    service: 'slack',
    status,
    detail: said,
  });
}
