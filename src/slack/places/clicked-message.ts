import type { Message } from '../render/limits.ts';
import { renderWorking } from '../render/working.ts';
import {
  aside,
  below,
  harmless,
  inOrder,
  postSafely,
  redraw,
  respondSafely,
  SHORT_PATIENCE_MS,
} from './delivery.ts';
import type { Means, Place } from './place.ts';

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
  const { channel, ts, thread, responseUrl, ephemeral } = from;
  const where = { channel, ...(thread === undefined ? {} : { thread }) };
  const replace = (message: Message): Promise<undefined> =>
    respondSafely(outbox, responseUrl, message, { to: ephemeral ? 'asker' : 'channel', replace: true });
  return {
    working: (what, doing) =>
      harmless(log, async () => {
        const message = renderWorking(what, doing);
        if (ephemeral) await outbox.respond(responseUrl, message, { to: 'asker', replace: true });
        else await outbox.update(message, { channel, ts }, { cosmetic: true });
      }),
    async deliver({ message, thread: replies, files }) {
      const redrawn = await inOrder<string | undefined>(
        ephemeral
          ? undefined
          : () => redraw(outbox, message, { channel, ts }, { patienceMs: SHORT_PATIENCE_MS }),
        () => replace(message),
        // The message may be gone by now; whoever clicked still wants to know.
        ephemeral ? undefined : () => postSafely(outbox, message, where, SHORT_PATIENCE_MS),
        () => respondSafely(outbox, responseUrl, message, { to: 'asker' }),
      );
      const rest = { thread: replies, files };
      if (redrawn) await below(outbox, log, { channel, thread: thread ?? redrawn }, rest);
      else await aside(outbox, log, responseUrl, rest);
    },
  };
}
