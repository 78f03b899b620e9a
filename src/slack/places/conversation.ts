import { renderWorking } from '../render/working.ts';
import {
  below,
  harmless,
  inOrder,
  LONG_PATIENCE_MS,
  postSafely,
  redraw,
  SHORT_PATIENCE_MS,
} from './delivery.ts';
import type { Means, Place } from './place.ts';

/** A mention's thread, where a status says that we are at work, or a direct message, where a short message does. */
export function conversation(
  { outbox, log }: Means,
  to: { readonly channel: string; readonly thread?: string },
): Place {
  let shown: string | undefined;
  return {
    working: (what, doing) =>
      harmless(log, async () => {
        const { channel, thread } = to;
        if (thread !== undefined) {
          const accepted = await outbox.status({ channel, thread }, `is ${doing}…`).then(
            () => true,
            () => false,
          );
          if (accepted) return;
        }
        shown = await outbox.post(renderWorking(what, doing), to, { patienceMs: SHORT_PATIENCE_MS });
      }),
    async deliver({ message, thread, files }) {
      const ts = await inOrder(
        shown === undefined
          ? undefined
          : () => redraw(outbox, message, { channel: to.channel, ts: shown ?? '' }),
        () => postSafely(outbox, message, to, LONG_PATIENCE_MS),
      );
      await below(outbox, log, { channel: to.channel, thread: to.thread ?? ts }, { thread, files });
    },
  };
}
