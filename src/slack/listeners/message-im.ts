import type { EnvelopedEvent } from '@slack/bolt';
import type { MessageEvent } from '@slack/types';
import { answerWords } from '../answer.ts';
import { conversation } from '../places/conversation.ts';
import { addressed, spokenClaim } from './app-mention.ts';
import type { Front } from './context.ts';

/** What of a message matters here, whichever of Slack's kinds it is. */
type Said = Pick<MessageEvent, 'channel' | 'channel_type' | 'ts'> & {
  readonly user?: string;
  readonly text?: string;
  readonly bot_id?: string;
  readonly thread_ts?: string;
};

/** Words of a person have none or one of these. Edits, deletions, joins and bots' messages have others. */
const SPOKEN: readonly (string | undefined)[] = [undefined, 'file_share', 'thread_broadcast', 'me_message'];

function isSaid(event: MessageEvent): event is MessageEvent & Said {
  return SPOKEN.includes(event.subtype);
}

/** A direct message: the same words, with nothing before them. */
export function onMessageIm(front: Front) {
  return async ({ event, body }: { event: MessageEvent; body: EnvelopedEvent }) => {
    // In channels we answer to mentions alone.
    if (!isSaid(event) || event.channel_type !== 'im' || event.bot_id) return;
    if (!event.user || (await front.events.seen(body.event_id))) return;
    const { channel, user, text, thread_ts: thread } = event;
    const place = conversation(
      { outbox: front.outbox, log: front.desk.log },
      { channel, ...(thread === undefined ? {} : { thread }) },
    );
    const asker = { user, channel, claim: spokenClaim(user, event, body) };
    await front.track(answerWords(front.desk, addressed(text ?? ''), asker, place));
  };
}
