import type { MessageAt } from '../../core/approval.ts';
import { renderWorking } from '../render/working.ts';
import {
  below,
  harmless,
  inOrder,
  LONG_PATIENCE_MS,
  plainIfRefused,
  redraw,
  SHORT_PATIENCE_MS,
} from './delivery.ts';
import type { Means, Place } from './place.ts';

/** Somebody's direct messages, for what was asked where there is no conversation: in a Home tab. */
export function directMessage({ outbox, log }: Means, user: string): Place {
  const to = { channel: user };
  /** With the conversation's own id, since nothing else than a post takes the person's. */
  let shown: MessageAt | undefined;
  return {
    working: (what, doing) =>
      harmless(log, async () => {
        shown = await outbox.postAt(renderWorking(what, doing), to, { patienceMs: SHORT_PATIENCE_MS });
      }),
    async deliver({ message, thread, files }) {
      const at = shown;
      const said = await inOrder<MessageAt>(
        at &&
          (async () => {
            await redraw(outbox, message, at);
            return at;
          }),
        () =>
          plainIfRefused(message, (one) =>
            outbox.postAt(one, to, { twiceIsFine: true, patienceMs: LONG_PATIENCE_MS }),
          ),
      );
      await below(outbox, log, { channel: said.channel, thread: said.ts }, { thread, files });
    },
  };
}
