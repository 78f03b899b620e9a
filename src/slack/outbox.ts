import Bottleneck from 'bottleneck';
import { z } from 'zod';
import type { MessageAt } from '../core/approval.ts';
import type { AnswerFile } from '../core/command.ts';
import { ServiceError } from '../core/errors.ts';
import { type ApiOptions, createApi, TIMEOUT_MS } from './api.ts';
import { createDirectory } from './directory.ts';
import { postPlain } from './plain-request.ts';
import type { Message } from './render/limits.ts';
import { createViews } from './views.ts';

export interface OutboxOptions extends ApiOptions {
  /** Between two posts into one channel, in ms; Slack allows about one a second. */
  readonly paceMs?: number;
}

export interface Target {
  /** Of a channel, or of a person for their direct message. */
  readonly channel: string;
  readonly thread?: string;
}

export interface PostHow {
  /** A post whose fate is unknown is tried again: two answers are better than none. */
  readonly twiceIsFine?: boolean;
  /** Lets answers go first. */
  readonly background?: boolean;
  /** For where Slack asks to slow down. */
  readonly patienceMs?: number;
  /** Shows a reply in the channel as well. */
  readonly broadcast?: boolean;
  /** Ours by which we know the message again; nobody sees it. */
  readonly mark?: Mark;
}

export interface Mark {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, string>>;
}

const Posted = z.object({ ts: z.string(), channel: z.string() });
const Found = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      bot_id: z.string().optional(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
        .optional(),
    }),
  ),
});
const Reserved = z.object({ upload_url: z.url(), file_id: z.string() });

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
  const { apiUrl, paceMs = PACE_MS, timeoutMs = TIMEOUT_MS } = options;
  const api = createApi(options);
  const channels = new Bottleneck.Group({ minTime: paceMs });
  const threads = new Bottleneck.Group({ maxConcurrent: 1 });

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

  /** Posts and tells where the new message is: the channel's id also for a person's. */
  async function postAt(message: Message, to: Target, how: PostHow = {}): Promise<MessageAt> {
    const { twiceIsFine = false, background, patienceMs, broadcast, mark } = how;
    const args = {
      channel: to.channel,
      ...(to.thread === undefined ? {} : { thread_ts: to.thread }),
      ...(to.thread !== undefined && broadcast ? { reply_broadcast: true } : {}),
      ...(mark === undefined ? {} : { metadata: mark }),
      ...body(message),
    };
    const sent = inTurn(to, background ? PRIORITY.background : PRIORITY.answer, () =>
      api.ask('chat.postMessage', args, {
        key: `chat.postMessage ${to.channel}`,
        repeatable: twiceIsFine,
        ...(patienceMs === undefined ? {} : { patienceMs }),
      }),
    );
    const { channel, ts } = Posted.parse(await sent);
    return { channel, ts };
  }

  return {
    directory: createDirectory(api),
    views: createViews(api),
    postAt,

    /** Posts and tells the new message's `ts`. */
    async post(message: Message, to: Target, how: PostHow = {}): Promise<string> {
      return (await postAt(message, to, how)).ts;
    },

    /** Redraws a message; `cosmetic` is dropped when Slack asks to slow down. */
    async update(
      message: Message,
      at: { readonly channel: string; readonly ts: string },
      how: { readonly cosmetic?: boolean; readonly patienceMs?: number } = {},
    ): Promise<void> {
      const args = { channel: at.channel, ts: at.ts, ...body(message) };
      await api.ask('chat.update', args, { repeatable: true, ...how });
    },

    /** Messages there that have this mark, since `oldest` (seconds), the newest first. */
    async find(to: Target, mark: Mark, oldest: string): Promise<readonly string[]> {
      const how = { repeatable: true, patienceMs: 3_000 };
      const args = { channel: to.channel, oldest, limit: 200, include_all_metadata: true };
      const answer = await (to.thread === undefined
        ? api.ask('conversations.history', args, how)
        : api.ask('conversations.replies', { ...args, ts: to.thread }, how));
      const marked = Found.parse(answer).messages.filter(
        ({ bot_id, metadata }) =>
          bot_id !== undefined &&
          metadata?.event_type === mark.event_type &&
          Object.entries(mark.event_payload).every(([key, value]) => metadata.event_payload[key] === value),
      );
      return marked.map(({ ts }) => ts).toSorted((a, b) => Number(b) - Number(a));
    },

    /** "<bot> <words>" under a thread, until something is posted there. Not every workspace allows it. */
    async status(to: Required<Target>, words: string): Promise<void> {
      const args = { channel_id: to.channel, thread_ts: to.thread, status: words };
      await api.ask('assistant.threads.setStatus', args, { repeatable: true, cosmetic: true });
    },

    /**
     * Answers a command or a click where no post can go. Slack takes five of these within half an hour.
     * `asker`: shown to that person alone. `twiceIsFine` as in `post`.
     */
    async respond(
      url: string,
      message: Message,
      how: {
        readonly to: 'asker' | 'channel';
        readonly replace?: boolean;
        readonly twiceIsFine?: boolean;
        /** Beside a message in a thread, so that it is seen there. */
        readonly thread?: string | undefined;
      },
    ): Promise<void> {
      const payload = JSON.stringify({
        response_type: how.to === 'asker' ? 'ephemeral' : 'in_channel',
        replace_original: how.replace ?? false,
        ...(how.thread === undefined ? {} : { thread_ts: how.thread }),
        text: message.text,
        blocks: message.blocks,
      });
      const repeatable = how.twiceIsFine ?? false;
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      await api.patiently({ method: 'response_url', key: 'response_url', repeatable }, () =>
        postPlain(url, { headers, body: payload, timeoutMs, method: 'response_url' }),
      );
    },

    /**
     * Puts a text as a file into a thread: asks for an address, sends the bytes there, and shares what arrived
     * (docs.slack.dev, "Working with files"). Sharing works once, so it is not tried again when its fate is unknown.
     */
    async upload(file: AnswerFile, to: Required<Target>): Promise<void> {
      const bytes = new Uint8Array(Buffer.from(file.content, 'utf8'));
      const args = {
        filename: file.filename,
        length: bytes.length,
        ...(file.alt === undefined ? {} : { alt_txt: file.alt.slice(0, 1000) }),
      };
      const { upload_url, file_id } = Reserved.parse(
        await api.ask('files.getUploadURLExternal', args, { repeatable: true }),
      );
      if (!isSlacks(upload_url, apiUrl)) throw strangeAddress();
      const headers = { 'content-type': 'application/octet-stream' };
      await api.patiently({ method: 'upload_url', key: 'upload_url', repeatable: true }, () =>
        postPlain(upload_url, { headers, body: bytes, timeoutMs: UPLOAD_TIMEOUT_MS, method: 'upload_url' }),
      );
      const shared = {
        files: [{ id: file_id, title: file.title }],
        channel_id: to.channel,
        thread_ts: to.thread,
      };
      await inTurn(to, PRIORITY.background, () =>
        api.ask('files.completeUploadExternal', shared, { repeatable: false }),
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
