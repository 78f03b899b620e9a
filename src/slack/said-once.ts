import type { MessageAt } from '../core/approval.ts';
import type { Kept } from './kept.ts';
import { errorFields, type Log } from './log.ts';
import type { Mark, Outbox, Target } from './outbox.ts';

/** The record has our time, its messages Slack's. */
const CLOCKS_DIFFER_MS = 2 * 3_600_000;
/** Whoever asked has waited already. */
const PATIENCE_MS = 5_000;

/**
 * The same outbox for the answer to one question: each part of it is posted with a mark, and where somebody else may have
 * posted it, that message is looked for and redrawn instead.
 */
export function saidOnce(outbox: Outbox, kept: Kept, log: Log): Outbox {
  const oldest = String(Math.floor((Date.parse(kept.since) - CLOCKS_DIFFER_MS) / 1000));

  async function lookFor(to: Target, mark: Mark): Promise<MessageAt | undefined> {
    try {
      const [ts] = await outbox.find(to, mark, oldest);
      return ts === undefined ? undefined : { channel: to.channel, ts };
    } catch (error) {
      log.debug(errorFields(error), 'not looked for, so there may be a second answer');
      return undefined;
    }
  }

  const postAt: Outbox['postAt'] = async (message, to, { part = 'answer', ...how } = {}) => {
    const mark = { event_type: 'answer', event_payload: { question: kept.id, part } };
    const there = kept.shared() ? await lookFor(to, mark) : undefined;
    if (!there) return await outbox.postAt(message, to, { ...how, mark });
    await outbox.update(message, there, { patienceMs: PATIENCE_MS });
    return there;
  };

  return { ...outbox, postAt, post: async (...args) => (await postAt(...args)).ts };
}
