import { WebClient } from '@slack/web-api';
import Bottleneck from 'bottleneck';
import { z } from 'zod';
import type { AnswerFile } from '../core/command.ts';
import { ServiceError } from '../core/errors.ts';
import { createCaller, type Sleep } from './calls.ts';
import { boltLogger, type Log } from './log.ts';
import { postPlain } from './plain-request.ts';
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
const Reserved = z.object({ upload_url: z.url(), file_id: z.string() });

/** Slack's own limits; a longer wait means that it is not there. */
const TIMEOUT_MS = 10_000;
/** A megabyte over a slow line takes longer than a word. */
const UPLOAD_TIMEOUT_MS = 30_000;
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

  function inTurn<T>(to: Target, priority: number, send: () => Promise<T>): Promise<T> {
    const paced = () => channels.key(to.channel).schedule({ priority }, send);
    return to.thread ? threads.key(`${to.channel} ${to.thread}`).schedule({ priority }, paced) : paced();
  }

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
      const sent = inTurn(to, how.background ? PRIORITY.background : PRIORITY.answer, send);
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
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      await call({ method: 'response_url', key: 'response_url', repeatable }, () =>
        postPlain(url, { headers, body: payload, timeoutMs, method: 'response_url' }),
      );
    },

    /**
     * Puts a text as a file into a thread: asks for an address, sends the bytes there, and shares what arrived
     * (docs.slack.dev, "Working with files"). Sharing works once, so it is not tried again when its fate is unknown.
     */
    async upload(file: AnswerFile, to: Required<Target>): Promise<void> {
      const body = new Uint8Array(Buffer.from(file.content, 'utf8'));
      const reserve = 'files.getUploadURLExternal';
      const reserved = Reserved.parse(
        await call({ method: reserve, key: reserve, repeatable: true }, () =>
          api(reserve, {
            filename: file.filename,
            length: body.length,
            ...(file.alt === undefined ? {} : { alt_txt: file.alt.slice(0, 1000) }),
          }),
        ),
      );
      const { upload_url, file_id } = reserved;
      if (!isSlacks(upload_url, apiUrl)) throw strangeAddress();
      const headers = { 'content-type': 'application/octet-stream' };
      await call({ method: 'upload_url', key: 'upload_url', repeatable: true }, () =>
        postPlain(upload_url, { headers, body, timeoutMs: UPLOAD_TIMEOUT_MS, method: 'upload_url' }),
      );
      const share = 'files.completeUploadExternal';
      await inTurn(to, PRIORITY.background, () =>
        call({ method: share, key: share, repeatable: false }, () =>
          api(share, {
            files: [{ id: file_id, title: file.title }],
            channel_id: to.channel,
            thread_ts: to.thread,
          }),
        ),
      );
    },

    async close(): Promise<void> {
      await Promise.all([channels.disconnect(), threads.disconnect()]);
    },
  };
}

/** Logs go over an encrypted line, or to the very place that our messages go to. */
function isSlacks(address: string, apiUrl: string | undefined): boolean {
  const { protocol, origin } = new URL(address);
  return protocol === 'https:' || (apiUrl !== undefined && origin === new URL(apiUrl).origin);
}

function strangeAddress(): ServiceError {
  return new ServiceError('Slack gave an address for the file that is not encrypted', {
    code: 'refused',
    service: 'slack',
  });
}
