import { errorFields, type Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import { md } from './render/escape.ts';
import { fit, type Message, type Rendered, sections } from './render/limits.ts';
import { renderWorking } from './render/working.ts';
import { refusalOf } from './slack-error.ts';

/** Where an answer belongs: somebody asked there. */
export interface Place {
  /** Shows at once that work has begun. It never fails: the answer matters, this does not. */
  working(what: string): Promise<void>;
  /** `asker`: help, usage and refusals need no audience where Slack can show them to one person. */
  deliver(rendered: Rendered, audience: Audience): Promise<void>;
}

export type Audience = 'asker' | 'channel';

interface Means {
  readonly outbox: Outbox;
  readonly log: Log;
}

const STATUS = 'is diagnosing…';

/** A mention's thread, where a status says that we are at work, or a direct message, where a short message does. */
export function conversation(
  { outbox, log }: Means,
  to: { readonly channel: string; readonly thread?: string },
): Place {
  let shown: string | undefined;
  return {
    working: (what) =>
      harmless(log, async () => {
        const { channel, thread } = to;
        if (thread !== undefined) {
          const accepted = await outbox.status({ channel, thread }, STATUS).then(
            () => true,
            () => false,
          );
          if (accepted) return;
        }
        shown = await outbox.post(renderWorking(what), to);
      }),
    async deliver({ message, thread }) {
      const ts = await inOrder(
        shown === undefined
          ? undefined
          : () => redraw(outbox, message, { channel: to.channel, ts: shown ?? '' }),
        () => postSafely(outbox, message, to),
      );
      await below(outbox, log, { channel: to.channel, thread: to.thread ?? ts }, thread);
    },
  };
}

/**
 * A slash command's channel. Diagnoses are posted for everybody to read, where we are a member; elsewhere, and for
 * what concerns the asker alone, Slack's response URL carries the answer.
 */
export function slashCommand(
  { outbox, log }: Means,
  from: { readonly channel: string; readonly responseUrl: string },
): Place {
  const { channel, responseUrl } = from;
  let shown: string | undefined;
  /** True once Slack has refused a post of ours there. */
  let barred = false;
  const place = { channel };
  return {
    working: (what) =>
      harmless(log, async () => {
        const message = renderWorking(what);
        try {
          shown = await outbox.post(message, place);
        } catch (error) {
          log.debug(errorFields(error), 'not posted, so the response URL is used');
          barred = true;
          await outbox.respond(responseUrl, message, { to: 'asker' });
        }
      }),
    async deliver({ message, thread }, audience) {
      const ts = shown;
      const said = await inOrder<string | undefined>(
        ts === undefined ? undefined : () => redraw(outbox, message, { channel, ts }),
        barred || audience === 'asker' ? undefined : () => postSafely(outbox, message, place),
        () => respondSafely(outbox, responseUrl, message, { to: audience }),
      );
      if (said) return below(outbox, log, { channel, thread: said }, thread);
      // The thread of that message is not ours to write to; two more are well below Slack's five uses.
      for (const reply of thread.slice(0, 2)) {
        await harmless(log, () => outbox.respond(responseUrl, reply, { to: 'asker' }));
      }
    },
  };
}

/** The message that was clicked on: it becomes the answer. */
export function clickedMessage(
  { outbox, log }: Means,
  from: {
    readonly channel: string;
    readonly ts: string;
    readonly thread?: string;
    /** Shown to one person only: such a message has no thread and is redrawn by the response URL alone. */
    readonly ephemeral: boolean;
    readonly responseUrl: string;
  },
): Place {
  const { channel, ts, responseUrl, ephemeral } = from;
  const replace = (message: Message): Promise<undefined> =>
    respondSafely(outbox, responseUrl, message, { to: ephemeral ? 'asker' : 'channel', replace: true });
  return {
    working: (what) =>
      harmless(log, async () => {
        const message = renderWorking(what);
        if (ephemeral) await outbox.respond(responseUrl, message, { to: 'asker', replace: true });
        else await outbox.update(message, { channel, ts }, { cosmetic: true });
      }),
    async deliver({ message, thread }) {
      if (ephemeral) {
        await replace(message);
        for (const reply of thread.slice(0, 2)) {
          await harmless(log, () => outbox.respond(responseUrl, reply, { to: 'asker' }));
        }
        return;
      }
      await inOrder<string | undefined>(
        () => redraw(outbox, message, { channel, ts }),
        () => replace(message),
      );
      await below(outbox, log, { channel, thread: from.thread ?? ts }, thread);
    },
  };
}

/** Details in the thread; when they do not arrive, the answer itself has. */
async function below(
  outbox: Outbox,
  log: Log,
  to: { readonly channel: string; readonly thread: string },
  replies: readonly Message[],
): Promise<void> {
  for (const reply of replies) {
    await harmless(log, () => outbox.post(reply, to, { background: true }));
  }
}

async function redraw(
  outbox: Outbox,
  message: Message,
  at: { readonly channel: string; readonly ts: string },
): Promise<string> {
  await plainIfRefused(message, (drawn) => outbox.update(drawn, at));
  return at.ts;
}

function postSafely(outbox: Outbox, message: Message, to: Parameters<Outbox['post']>[1]): Promise<string> {
  return plainIfRefused(message, (drawn) => outbox.post(drawn, to, { twiceIsFine: true }));
}

/** Such a message has no `ts` that we could know. */
async function respondSafely(
  outbox: Outbox,
  url: string,
  message: Message,
  how: Parameters<Outbox['respond']>[2],
): Promise<undefined> {
  await plainIfRefused(message, (drawn) => outbox.respond(url, drawn, how));
}

/** Slack may refuse blocks that our limits let through; the sentence alone always fits. */
async function plainIfRefused<T>(message: Message, send: (message: Message) => Promise<T>): Promise<T> {
  try {
    return await send(message);
  } catch (error) {
    if (!/invalid_blocks|msg_blocks_too_long|msg_too_long|block_mismatch/.test(refusalOf(error) ?? ''))
      throw error;
    const lead = md`${message.text}\nThe rest could not be drawn.`;
    return send(fit(message.text, sections([lead])).message);
  }
}

/** The first that works; the last one's error otherwise. */
async function inOrder<T>(...ways: readonly ((() => Promise<T>) | undefined)[]): Promise<T> {
  let last: unknown;
  for (const way of ways) {
    if (!way) continue;
    try {
      return await way();
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

async function harmless(log: Log, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    log.warn(errorFields(error), 'a message of lesser weight was not sent');
  }
}
