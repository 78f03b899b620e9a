import type { BlockAction, ButtonAction, StaticSelectAction } from '@slack/bolt';
import type { Asker } from '../../core/command.ts';
import { answerQuestion, answerStrange } from '../answer.ts';
import { clickedMessage } from '../places/clicked-message.ts';
import type { Place } from '../places/place.ts';
import { slashCommand } from '../places/slash-command.ts';
import { decodeQuestion } from '../render/question.ts';
import { acknowledge } from './acknowledge.ts';
import type { Front } from './context.ts';

type Clicked = BlockAction<ButtonAction | StaticSelectAction>;

export interface ClickArgs {
  readonly ack: () => Promise<void>;
  readonly body: Clicked;
  readonly action: ButtonAction | StaticSelectAction;
}

/** Any click that asks about a subject again: the message it sits on becomes the answer. */
export async function answerClick(front: Front, { ack, body, action }: ClickArgs): Promise<void> {
  await acknowledge(front, ack);
  const value = action.type === 'button' ? action.value : action.selected_option?.value;
  const question = decodeQuestion(value);
  const place = placeOf(front, body);
  if (!place) return;
  const asker = askerOf(body);
  if (!question) return front.track(answerStrange(front.desk, asker, besides(front, body)));
  await front.track(answerQuestion(front.desk, question, asker, place));
}

/** A click on what no listener knows: a button of another release. The person hears of it, the message stays. */
export async function answerStrangeClick(front: Front, { ack, body }: ClickArgs): Promise<void> {
  await acknowledge(front, ack);
  if (!placeOf(front, body)) return;
  await front.track(answerStrange(front.desk, askerOf(body), besides(front, body)));
}

function askerOf(body: Clicked): Asker {
  return { user: body.user.id, ...(body.channel ? { channel: body.channel.id } : {}) };
}

/** What is said to the person who clicked, beside the message. */
function besides(front: Front, body: Clicked): Place {
  const channel = body.channel?.id ?? '';
  return slashCommand(
    { outbox: front.outbox, log: front.desk.log },
    { channel, responseUrl: body.response_url },
  );
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
