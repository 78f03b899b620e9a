import type { EnvelopedEvent } from '@slack/bolt';
import type { MessageEvent } from '@slack/types';
import { answerWords } from '../answer.ts';
import { conversation } from '../places/conversation.ts';
import { addressed } from './app-mention.ts';
import type { Front } from './context.ts';

/** A direct message: the same words, with nothing before them. */
export function onMessageIm(front: Front) {
  return async ({ event, body }: { event: MessageEvent; body: EnvelopedEvent }) => {
    // Edits, joins and bots' messages have a subtype; in channels we answer to mentions alone.
    if (event.subtype !== undefined || event.channel_type !== 'im' || event.bot_id) return;
    if (!event.user || (await front.events.seen(body.event_id))) return;
    const { channel, user, text, thread_ts: thread } = event;
    const place = conversation(
      { outbox: front.outbox, log: front.desk.log },
      { channel, ...(thread === undefined ? {} : { thread }) },
    );
    await front.track(answerWords(front.desk, addressed(text ?? ''), { user, channel }, place));
  };
}
