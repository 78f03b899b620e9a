import { BOT_USER } from '../seed.ts';
import type { Channel, Message } from '../types.ts';
import type { Args } from './args.ts';
import type { ApiContext } from './method.ts';
import { SlackRefusal } from './refusal.ts';

/** The channel an app names: by id, by name, or a person's id for their direct message. */
export function channelOf({ workspace }: ApiContext, name: string): Channel {
  const user = /^[UW]/.test(name) ? workspace.users.get(name) : undefined;
  if (user && !user.is_bot) return workspace.im(user.id);
  const channel = workspace.channel(name);
  if (channel === undefined) throw new SlackRefusal('channel_not_found');
  return channel;
}

export function joinedChannel(context: ApiContext, args: Args): Channel {
  const channel = channelOf(context, args.need('channel'));
  if (!channel.members.has(BOT_USER)) throw new SlackRefusal('not_in_channel');
  return channel;
}

/** One that the app is in and that takes messages (docs.slack.dev, chat.postMessage and chat.postEphemeral). */
export function openChannel(context: ApiContext, args: Args): Channel {
  const channel = joinedChannel(context, args);
  if (channel.is_archived) throw new SlackRefusal('is_archived');
  return channel;
}

export function messageIn(context: ApiContext, channel: Channel, ts: string): Message {
  const message = context.workspace.find(channel.id, ts);
  if (message === undefined || message.ephemeral_to !== undefined)
    throw new SlackRefusal('message_not_found');
  return message;
}

/** One page of a list with Slack's opaque cursors. */
export function paged<T>(all: readonly T[], args: Args, otherwise = 100): { page: T[]; next: string } {
  const limit = Math.min(args.count('limit', otherwise), 1000);
  const cursor = args.text('cursor') ?? '';
  const start =
    cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64').toString('latin1').replace('next:', ''));
  if (!Number.isInteger(start) || start < 0) throw new SlackRefusal('invalid_cursor');
  const end = start + limit;
  return {
    page: all.slice(start, end),
    next: end < all.length ? Buffer.from(`next:${end}`, 'latin1').toString('base64') : '',
  };
}
