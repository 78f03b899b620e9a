import type { BlockAction, ButtonAction, StaticSelectAction } from '@slack/bolt';
import type { Asker } from '../../core/command.ts';
import { answerQuestion, answerStrange } from '../answer.ts';
import { clickedMessage } from '../places/clicked-message.ts';
import { conversation } from '../places/conversation.ts';
import { directMessage } from '../places/direct-message.ts';
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
export function answerClick(front: Front, args: ClickArgs): Promise<void> {
  return answerIn(front, args, placeOf(front, args.body));
}

/**
 * A click that asks for more: it is told below the message, beside it where only one person sees that, and in direct
 * messages where there is none, as in a Home tab.
 */
export function answerClickBelow(front: Front, args: ClickArgs): Promise<void> {
  const from = clickedOn(args.body);
  const { outbox, desk } = front;
  const below = (channel: string, thread: string) =>
    conversation({ outbox, log: desk.log }, { channel, thread });
  const place = from
    ? from.ephemeral
      ? besides(front, args.body)
      : below(from.channel, from.thread ?? from.ts)
    : directMessage({ outbox, log: desk.log }, args.body.user.id);
  return answerIn(front, args, place);
}

async function answerIn(front: Front, { ack, body, action }: ClickArgs, place: Place | undefined) {
  await acknowledge(front, ack);
  const value = action.type === 'button' ? action.value : action.selected_option?.value;
  const question = decodeQuestion(value);
  if (!place) return;
  if (await front.heard.seen(`click ${body.trigger_id}`)) return;
  const asker = askerOf(body);
  const strange = body.response_url ? besides(front, body) : place;
  if (!question) return front.track(answerStrange(front.desk, asker, strange));
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
  const from = clickedOn(body);
  return (
    from &&
    clickedMessage({ outbox: front.outbox, log: front.desk.log }, { ...from, responseUrl: body.response_url })
  );
}

function clickedOn(body: Clicked) {
  const channel = body.channel?.id ?? body.container['channel_id'];
  const ts = body.message?.ts ?? body.container['message_ts'];
  if (typeof channel !== 'string' || typeof ts !== 'string') return undefined;
  const thread: unknown = body.message?.['thread_ts'] ?? body.container['thread_ts'];
  return {
    channel,
    ts,
    ...(typeof thread === 'string' ? { thread } : {}),
    ephemeral: body.container['is_ephemeral'] === true,
  };
}
