import type { MessageAt } from '../core/approval.ts';
import { errorFields, type Log } from './log.ts';
import type { Late, Mark, Outbox, PostHow, Target } from './outbox.ts';
import { plainIfRefused } from './places/delivery.ts';
import type { Message } from './render/limits.ts';
import { refusalOf } from './slack-error.ts';

/** A record of ours that is drawn as one message. */
export interface Drawable {
  readonly id: string;
  /** Goes up with every change. */
  readonly version: number;
  /** Where the record says that it is drawn. */
  readonly message: MessageAt | null;
}

/** How one is drawn. */
export interface Sketch {
  readonly to: Target;
  /** Ours by which its message is known again. */
  readonly mark: Mark;
  /** ISO 8601, when the record began: no message of it is older. */
  readonly since: string;
  readonly how: Omit<PostHow, 'mark' | 'patienceMs'>;
  /** Where it goes when `to` is closed to us; the failure is thrown where that is nowhere. */
  readonly instead?: string;
  /** Asked for as late as can be, so that what waits for its turn is drawn as it is by then. */
  draw(channel: string): Message;
}

export interface DrawingsOptions<T extends Drawable> {
  readonly outbox: Pick<Outbox, 'postAt' | 'update' | 'find'>;
  readonly log: Log;
  readonly clock: () => Date;
  /** In a log line, "an approval". */
  readonly what: string;
  /** `newest` gives the record as it is now, and counts it as drawn. */
  sketch(newest: () => T): Sketch | Promise<Sketch>;
  readonly onDrawn?: () => void;
}

/** The message is gone, or may not be changed any more: it is posted anew. */
const GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed', 'msg_too_old']);
/** We cannot write there. */
const BARRED = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
]);
/** Whoever waits for a drawing tries again later by themselves. */
const PATIENCE_MS = 5_000;
/** A record so young has no message that we could have forgotten. */
const YOUNG_MS = 10_000;
/** The record has our time, its message Slack's. */
const CLOCKS_DIFFER_MS = 2 * 3_600_000;
const MAX_KEPT = 500;

interface Drawing<T> {
  /** The newest that was handed in; what is older need not be drawn. */
  newest: T;
  drawn: T | undefined;
  done: Promise<MessageAt>;
}

/**
 * Keeps a message for each record: posts it once, whatever crashes in between, and redraws it as the record changes.
 * Resolves when Slack has the newest version that was handed in. Failures are thrown: whoever asked tries again.
 */
export function createDrawings<T extends Drawable>(
  options: DrawingsOptions<T>,
): (one: T) => Promise<MessageAt> {
  const { outbox, log, clock, what, onDrawn = () => undefined } = options;
  const drawing = new Map<string, Drawing<T>>();
  /** Where this process has put a message, as long as the record still has what it had before: `instead`. */
  const places = new Map<string, { readonly at: MessageAt; readonly instead: string | undefined }>();
  const doubted = new Set<string>();

  function remember({ id, message }: T, at: MessageAt): MessageAt {
    places.delete(id);
    places.set(id, { at, instead: message?.ts });
    for (const oldest of places.keys()) {
      if (places.size <= MAX_KEPT) break;
      places.delete(oldest);
    }
    doubted.delete(id);
    return at;
  }

  /** `gone`: the `ts` of a message that can be changed no more. */
  async function post({ id }: T, sketch: Sketch, gone?: string): Promise<MessageAt> {
    const { to, mark, since, instead } = sketch;
    const age = clock().getTime() - Date.parse(since);
    // One from the future began by a clock that has been set back since.
    const young = age >= 0 && age < YOUNG_MS;
    if (!young || doubted.has(id)) {
      const found = await lookFor(sketch, gone);
      if (found) {
        await redraw(sketch, found);
        return found;
      }
    }
    const how = { ...sketch.how, mark, patienceMs: PATIENCE_MS };
    const postTo = (target: Target) =>
      plainIfRefused(
        () => sketch.draw(target.channel),
        (one) => outbox.postAt(one, target, how),
      );
    doubted.add(id);
    try {
      return await postTo(to);
    } catch (error) {
      const refusal = refusalOf(error) ?? '';
      if (refusal === 'thread_not_found') return postTo({ channel: to.channel });
      if (!BARRED.has(refusal) || instead === undefined) throw error;
      log.info({ id, refusal }, `${what} goes to whoever asked, since its channel is closed to us`);
      return postTo({ channel: instead });
    }
  }

  /** A post of another process, or one whose answer never came. */
  async function lookFor(
    { to, mark, since }: Sketch,
    gone: string | undefined,
  ): Promise<MessageAt | undefined> {
    try {
      const oldest = String(Math.floor((Date.parse(since) - CLOCKS_DIFFER_MS) / 1000));
      const ts = (await outbox.find(to, mark, oldest)).find((one) => one !== gone);
      return ts === undefined ? undefined : { channel: to.channel, ts };
    } catch (error) {
      log.debug(errorFields(error), 'not looked for, so there may be a second message');
      return undefined;
    }
  }

  function redraw({ draw, how }: Sketch, at: MessageAt): Promise<void> {
    const { background = false } = how;
    return plainIfRefused<Late<Message>, void>(
      () => draw(at.channel),
      (one) => outbox.update(one, at, { patienceMs: PATIENCE_MS, background }),
    );
  }

  async function drawOnce(entry: Drawing<T>): Promise<MessageAt> {
    const one = entry.newest;
    const sketch = await options.sketch(() => {
      entry.drawn = entry.newest;
      return entry.newest;
    });
    const ours = places.get(one.id);
    const at = ours && ours.instead === one.message?.ts ? ours.at : one.message;
    if (!at) return remember(one, await post(one, sketch));
    try {
      await redraw(sketch, at);
      return at;
    } catch (error) {
      const refusal = refusalOf(error) ?? '';
      if (!GONE.has(refusal) && !BARRED.has(refusal)) throw error;
      return remember(one, await post(one, sketch, at.ts));
    }
  }

  /** Draws until what is drawn is the newest that was handed in. */
  async function drawAll(entry: Drawing<T>): Promise<MessageAt> {
    try {
      for (;;) {
        const at = await drawOnce(entry);
        if (entry.drawn === entry.newest) return at;
      }
    } finally {
      drawing.delete(entry.newest.id);
      onDrawn();
    }
  }

  return (one) => {
    const running = drawing.get(one.id);
    if (running) {
      if (one.version > running.newest.version) running.newest = one;
      return running.done;
    }
    const entry: Drawing<T> = {
      newest: one,
      drawn: undefined,
      done: Promise.resolve({ channel: '', ts: '' }),
    };
    drawing.set(one.id, entry);
    entry.done = drawAll(entry);
    return entry.done;
  };
}
