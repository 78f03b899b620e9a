import type { BlockAction, ButtonAction, Context, StaticSelectAction } from '@slack/bolt';
import type { Asker } from '../../core/command.ts';
import { answerQuestion, answerStrange } from '../answer.ts';
import { clickedMessage } from '../places/clicked-message.ts';
import { conversation } from '../places/conversation.ts';
import { directMessage } from '../places/direct-message.ts';
import type { Means, Place } from '../places/place.ts';
import { slashCommand } from '../places/slash-command.ts';
import { decodeQuestion } from '../render/question.ts';
import { acknowledge } from './acknowledge.ts';
import { answering, type Front, isRepeated } from './context.ts';

type Clicked = BlockAction<ButtonAction | StaticSelectAction>;

export interface ClickArgs {
  readonly ack: () => Promise<void>;
  readonly body: Clicked;
  readonly action: ButtonAction | StaticSelectAction;
  readonly context?: Context;
}

/** Any click that asks about a subject again: the message it sits on becomes the answer. */
export function answerClick(front: Front, args: ClickArgs): Promise<void> {
  const { desk, means } = answering(front, args.context);
  return answerIn({ ...front, desk }, means, args, placeOf(means, args.body));
}

/**
 * A click that asks for more: it is told below the message, beside it where only one person sees that, and in direct
 * messages where there is none, as in a Home tab.
 */
export function answerClickBelow(front: Front, args: ClickArgs): Promise<void> {
  const from = clickedOn(args.body);
  const { desk, means } = answering(front, args.context);
  const below = (channel: string, thread: string) => conversation(means, { channel, thread });
  const place = from
    ? from.ephemeral
      ? besides(means, args.body)
      : below(from.channel, from.thread ?? from.ts)
    : directMessage(means, args.body.user.id);
  return answerIn({ ...front, desk }, means, args, place);
}

async function answerIn(front: Front, means: Means, args: ClickArgs, place: Place | undefined) {
  const { ack, body, action, context } = args;
  await acknowledge(front, ack);
  const value = action.type === 'button' ? action.value : action.selected_option?.value;
  const question = decodeQuestion(value);
  if (!place) return;
  if (await isRepeated(front, context, `click ${body.trigger_id}`)) return;
  const asker = askerOf(body);
  const strange = body.response_url ? besides(means, body) : place;
  if (!question) return front.track(answerStrange(front.desk, asker, strange));
  await front.track(answerQuestion(front.desk, question, asker, place));
}

/** A click on what no listener knows: a button of another release. The person hears of it, the message stays. */
export async function answerStrangeClick(front: Front, { ack, body }: ClickArgs): Promise<void> {
  await acknowledge(front, ack);
  const { means } = answering(front, undefined);
  if (!placeOf(means, body)) return;
  await front.track(answerStrange(front.desk, askerOf(body), besides(means, body)));
}

function askerOf(body: Clicked): Asker {
  return { user: body.user.id, ...(body.channel ? { channel: body.channel.id } : {}) };
}

/** What is said to the person who clicked, beside the message. */
function besides(means: Means, body: Clicked): Place {
  const channel = body.channel?.id ?? '';
  return slashCommand(means, { channel, responseUrl: body.response_url });
}

function placeOf(means: Means, body: Clicked): Place | undefined {
  const from = clickedOn(body);
  return from && clickedMessage(means, { ...from, responseUrl: body.response_url });
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
