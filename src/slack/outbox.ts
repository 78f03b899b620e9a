import Bottleneck from 'bottleneck';
import { z } from 'zod';
import type { MessageAt } from '../core/approval.ts';
import { type Limiter, type Limits, ownLimits, type Rule } from '../lib/limits.ts';
import { steadied } from '../lib/steady-limiter.ts';
import { type ApiOptions, createApi, TIMEOUT_MS } from './api.ts';
import { createDirectory } from './directory.ts';
import { postPlain } from './plain-request.ts';
import type { Message } from './render/limits.ts';
import { createReserve } from './reserve.ts';
import type { Method } from './scopes.ts';
import { createUploads } from './uploads.ts';
import { createViews } from './views.ts';

export interface OutboxOptions extends ApiOptions {
  /** Between two posts into one channel, in ms; Slack allows about one a second. */
  readonly paceMs?: number;
  /** How many calls of a method a minute the background may make at most, where it is not what Slack allows. */
  readonly backgroundPerMinute?: number;
  /** Where those are counted; in this process alone when absent. */
  readonly limits?: Limits;
  /** Whose limits of Slack's they are, once Slack has said who we are. */
  readonly whose?: () => string | undefined;
}

/** What waits for its turn may be asked for only then, so that it is the newest there is. */
export type Late<T> = T | (() => T);

export const asItIs = <T extends object>(late: Late<T>): T =>
  typeof late === 'function' ? (late as () => T)() : late;

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
  /** Which part of an answer it is, where an answer has several. */
  readonly part?: string;
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
const Page = z.object({
  messages: z.array(z.unknown()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).nullish(),
});

const PACE_MS = 1_000;
/**
 * Tier 3 lets at least 50 calls of a method pass in a minute, tier 2 20 (docs.slack.dev, "Rate limits"). The last ten redrawings
 * belong to people's clicks.
 */
const BACKGROUND_PER_MINUTE = 40;
const REMOVED_PER_MINUTE = 18;
/** Smaller ones first. */
const PRIORITY = { answer: 3, background: 7 } as const;

export type Outbox = ReturnType<typeof createOutbox>;

/**
 * The one place from which anything goes to Slack. Posts into a channel are paced and keep their order within a
 * thread. Updates, statuses and replies to a click have limits of their own and never queue behind posts.
 * Failures are ServiceErrors; `detail` is Slack's word for the refusal.
 */
export function createOutbox(options: OutboxOptions) {
  const { apiUrl, paceMs = PACE_MS, timeoutMs = TIMEOUT_MS, limits = ownLimits } = options;
  const api = createApi(options);
  const channels = new Map<string, Limiter>();
  // Keeps an order, which is this process's own.
  const threads = new Bottleneck.Group({ maxConcurrent: 1 });
  threads.on('created', steadied);
  const limiter = (what: string, rule: Rule) =>
    limits.limiter(`slack ${options.whose?.() ?? ''} ${what}`, rule);
  const reserve = (method: Method, most: number) =>
    createReserve(() => limiter(method, { perMinute: options.backgroundPerMinute ?? most }));
  const spare = {
    updates: reserve('chat.update', BACKGROUND_PER_MINUTE),
    added: reserve('reactions.add', BACKGROUND_PER_MINUTE),
    removed: reserve('reactions.remove', REMOVED_PER_MINUTE),
  };

  const body = (late: Late<Message>) => {
    const { text, blocks } = asItIs(late);
    return { text, blocks, unfurl_links: false, unfurl_media: false, link_names: false, parse: 'none' };
  };

  /** When each post that waits was handed in, in order. */
  const waiting = new Set<{ readonly since: number }>();

  function channelOf(channel: string): Limiter {
    const known = channels.get(channel) ?? limiter(`chat.postMessage ${channel}`, { everyMs: paceMs });
    channels.set(channel, known);
    return known;
  }

  function inTurn<T>(to: Target, priority: number, post: () => Promise<T>): Promise<T> {
    const entry = { since: performance.now() };
    waiting.add(entry);
    const send = () => {
      waiting.delete(entry);
      return post();
    };
    const paced = () => channelOf(to.channel).pass(send, { priority, longestMs: 0 });
    return to.thread ? threads.key(`${to.channel} ${to.thread}`).schedule({ priority }, paced) : paced();
  }

  /** Posts and tells where the new message is: the channel's id also for a person's. */
  async function postAt(message: Late<Message>, to: Target, how: PostHow = {}): Promise<MessageAt> {
    const { twiceIsFine = false, background, patienceMs, broadcast, mark } = how;
    const args = () => ({
      channel: to.channel,
      ...(to.thread === undefined ? {} : { thread_ts: to.thread }),
      ...(to.thread !== undefined && broadcast ? { reply_broadcast: true } : {}),
      ...(mark === undefined ? {} : { metadata: mark }),
      ...body(message),
    });
    const sent = inTurn(to, background ? PRIORITY.background : PRIORITY.answer, () =>
      api.ask('chat.postMessage', args(), {
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
    ...createUploads({
      ...api,
      apiUrl,
      inTurn: (to, share) => inTurn(to, PRIORITY.background, share),
    }),
    postAt,

    /** Posts that wait for their turn, and for how many milliseconds the oldest of them has. */
    waiting(): { readonly waiting: number; readonly oldestMs: number } {
      const [oldest] = waiting;
      return { waiting: waiting.size, oldestMs: oldest ? performance.now() - oldest.since : 0 };
    },

    /** Posts and tells the new message's `ts`. */
    async post(message: Late<Message>, to: Target, how: PostHow = {}): Promise<string> {
      return (await postAt(message, to, how)).ts;
    },

    /** Redraws a message; `cosmetic` is dropped when Slack asks to slow down, `background` leaves room for others. */
    async update(
      message: Late<Message>,
      at: MessageAt,
      how: { readonly cosmetic?: boolean; readonly patienceMs?: number; readonly background?: boolean } = {},
    ): Promise<void> {
      const { background, ...patience } = how;
      const send = () => {
        const args = { channel: at.channel, ts: at.ts, ...body(message) };
        return api.ask('chat.update', args, { repeatable: true, ...patience });
      };
      await (background ? spare.updates.pass(send) : send());
    },

    /** Puts a reaction of ours on a message, when there is room for it. */
    async react(name: string, at: MessageAt): Promise<void> {
      const args = { name, channel: at.channel, timestamp: at.ts };
      await spare.added.pass(() => api.ask('reactions.add', args, { repeatable: true }));
    },

    /** Takes it away again. */
    async unreact(name: string, at: MessageAt): Promise<void> {
      const args = { name, channel: at.channel, timestamp: at.ts };
      await spare.removed.pass(() => api.ask('reactions.remove', args, { repeatable: true }));
    },

    /**
     * What was said in a channel after `oldest` (seconds), in no particular order, as Slack words it; at most `max`
     * messages, of which the newest are sure to be there. Replies in threads are none of them.
     */
    async history(channel: string, oldest: string, max: number): Promise<readonly unknown[]> {
      const messages: unknown[] = [];
      let cursor: string | undefined;
      do {
        const args = { channel, oldest, limit: 200, ...(cursor ? { cursor } : {}) };
        const page = Page.parse(await api.ask('conversations.history', args, { repeatable: true }));
        messages.push(...page.messages);
        cursor = page.response_metadata?.next_cursor || undefined;
      } while (cursor !== undefined && messages.length < max);
      return messages;
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

    async close(): Promise<void> {
      await Promise.all([threads.disconnect(), ...Object.values(spare).map((one) => one.close())]);
    },
  };
}
