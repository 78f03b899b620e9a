import type { BlockAction, ButtonAction, StaticSelectAction } from '@slack/bolt';
import { answerQuestion } from '../answer.ts';
import { clickedMessage } from '../places/clicked-message.ts';
import type { Place } from '../places/place.ts';
import { decodeQuestion } from '../render/question.ts';
import type { Front } from './context.ts';

type Clicked = BlockAction<ButtonAction | StaticSelectAction>;

export interface ClickArgs {
  readonly ack: () => Promise<void>;
  readonly body: Clicked;
  readonly action: ButtonAction | StaticSelectAction;
}

/** Any click that asks about a subject again: the message it sits on becomes the answer. */
export async function answerClick(front: Front, { ack, body, action }: ClickArgs): Promise<void> {
  await ack();
  const value = action.type === 'button' ? action.value : action.selected_option?.value;
  const question = decodeQuestion(value);
  const place = placeOf(front, body);
  // Not one of ours, or of a release with other buttons.
  if (!question || !place) return;
  const asker = { user: body.user.id, ...(body.channel ? { channel: body.channel.id } : {}) };
  await front.track(answerQuestion(front.desk, question, asker, place));
}

function placeOf(front: Front, body: Clicked): Place | undefined {
  const channel = body.channel?.id ?? body.container['channel_id'];
  const ts = body.message?.ts ?? body.container['message_ts'];
  if (typeof channel !== 'string' || typeof ts !== 'string') return undefined;
  const thread: unknown = body.message?.['thread_ts'] ?? body.container['thread_ts'];
  return clickedMessage(
    { outbox: front.outbox, log: front.desk.log },
    {
      channel,
      ts,
      ...(typeof thread === 'string' ? { thread } : {}),
      ephemeral: body.container['is_ephemeral'] === true,
      responseUrl: body.response_url,
    },
  );
}
