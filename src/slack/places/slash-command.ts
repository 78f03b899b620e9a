import { errorFields } from '../log.ts';
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
    working: (what, doing) =>
      harmless(log, async () => {
        const message = renderWorking(what, doing);
        try {
          shown = await outbox.post(message, place, { patienceMs: SHORT_PATIENCE_MS });
        } catch (error) {
          log.debug(errorFields(error), 'not posted, so the response URL is used');
          barred = true;
          await outbox.respond(responseUrl, message, { to: 'asker' });
        }
      }),
    async deliver({ message, thread, files }, audience) {
      const ts = shown;
      const said = await inOrder<string | undefined>(
        ts === undefined ? undefined : () => redraw(outbox, message, { channel, ts }),
        barred || audience === 'asker'
          ? undefined
          : () => postSafely(outbox, message, place, SHORT_PATIENCE_MS),
        () => respondSafely(outbox, responseUrl, message, { to: audience }),
      );
      if (said) await below(outbox, log, { channel, thread: said }, { thread, files });
      // The thread of that message is not ours to write to.
      else await aside(outbox, log, responseUrl, { thread, files });
    },
  };
}
