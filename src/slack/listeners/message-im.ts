import type { Context, EnvelopedEvent } from '@slack/bolt';
import type { MessageEvent } from '@slack/types';
import { answerWords } from '../answer.ts';
import { conversation } from '../places/conversation.ts';
import { isSaidAlone } from '../question-of.ts';
import { addressed, spokenClaim } from './app-mention.ts';
import { answering, type Front, isRepeated } from './context.ts';

/** A direct message: the same words, with nothing before them. */
export function onMessageIm(front: Front) {
  return async ({
    event,
    body,
    context,
  }: {
    event: MessageEvent;
    body: EnvelopedEvent;
    context?: Context;
  }) => {
    if (!isSaidAlone(event) || (await isRepeated(front, context, body.event_id))) return;
    const { channel, user, text, thread_ts: thread } = event;
    const { desk, means } = answering(front, context);
    const place = conversation(means, { channel, ...(thread === undefined ? {} : { thread }) });
    const asker = { user, channel, claim: spokenClaim(user, event, body) };
    await front.track(answerWords(desk, addressed(text ?? ''), asker, place));
  };
}
