import { BOT_USER } from '../seed.ts';
import type { Channel, Json, Message } from '../types.ts';
import { onWire } from '../workspace.ts';
import type { Args } from './args.ts';
import { channelOf, joinedChannel, messageIn, paged } from './lookup.ts';
import type { Methods } from './method.ts';
import { SlackRefusal } from './refusal.ts';

function onTheWire(channel: Channel): Json {
  const other = [...channel.members].find((member) => member !== BOT_USER);
  return {
    id: channel.id,
    created: 0,
    is_archived: channel.is_archived ?? false,
    is_im: channel.is_im,
    is_channel: !channel.is_im,
    is_private: false,
    is_member: channel.members.has(BOT_USER),
    ...(channel.is_im
      ? { user: other }
      : {
          name: channel.name,
          name_normalized: channel.name,
          topic: { value: channel.topic, creator: '', last_set: 0 },
          purpose: { value: channel.topic, creator: '', last_set: 0 },
          num_members: channel.members.size,
        }),
  };
}

/** Metadata is sent along to whoever asks for it (docs.slack.dev, conversations.history). */
const readBy =
  (args: Args) =>
  (message: Message): Json => {
    const { metadata, ...rest } = onWire(message);
    return metadata !== undefined && args.flag('include_all_metadata') ? { ...rest, metadata } : rest;
  };

/** `oldest` < ts < `latest`; the bounds themselves count with `inclusive`. */
function within(args: Args): (ts: string) => boolean {
  const oldest = Number(args.text('oldest') ?? 0);
  const latest = Number(args.text('latest') ?? Number.POSITIVE_INFINITY);
  const inclusive = args.flag('inclusive');
  return (ts) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  };
}

export const conversations: Methods = {
  'conversations.info': {
    tier: 3,
    run: (args, context) => ({ channel: onTheWire(channelOf(context, args.need('channel'))) }),
  },
  'conversations.list': {
    tier: 2,
    run(args, { workspace }) {
      const types = (args.text('types') ?? 'public_channel').split(',').map((type) => type.trim());
      const all = [...workspace.channels.values()].filter((c) =>
        types.includes(c.is_im ? 'im' : 'public_channel'),
      );
      const { page, next } = paged(all, args);
      return { channels: page.map(onTheWire), response_metadata: { next_cursor: next } };
    },
  },
  'conversations.members': {
    tier: 4,
    run(args, context) {
      const { page, next } = paged([...channelOf(context, args.need('channel')).members], args);
      return { members: page, response_metadata: { next_cursor: next } };
    },
  },
  'conversations.open': {
    tier: 3,
    run(args, { workspace }) {
      const [first = '', ...others] = (args.text('users') ?? args.need('channel')).split(',');
      if (others.length > 0) throw new SlackRefusal('not_enough_users');
      const user = workspace.users.get(first);
      if (user === undefined) throw new SlackRefusal('user_not_found');
      const channel = workspace.im(user.id);
      return {
        no_op: true,
        already_open: true,
        channel: args.flag('return_im') ? onTheWire(channel) : { id: channel.id },
      };
    },
  },
  'conversations.history': {
    tier: 3,
    run(args, context) {
      const channel = joinedChannel(context, args);
      const inside = within(args);
      const shown = context.workspace
        .all(channel.id)
        .filter(
          (m) =>
            m.ephemeral_to === undefined &&
            (m.thread_ts === undefined || m.thread_ts === m.ts || m.subtype === 'thread_broadcast') &&
            inside(m.ts),
        )
        .toReversed();
      const { page, next } = paged(shown, args);
      return {
        messages: page.map(readBy(args)),
        has_more: next !== '',
        pin_count: 0,
        response_metadata: { next_cursor: next },
      };
    },
  },
  'conversations.replies': {
    tier: 3,
    run(args, context) {
      const channel = joinedChannel(context, args);
      const asked = context.workspace.find(channel.id, args.need('ts'));
      if (asked === undefined) throw new SlackRefusal('thread_not_found');
      const root = messageIn(context, channel, asked.thread_ts ?? asked.ts);
      const inside = within(args);
      const replies = context.workspace.replies(channel.id, root.ts).filter((m) => inside(m.ts));
      const { page, next } = paged([root, ...replies], args, 1000);
      return {
        messages: page.map(readBy(args)),
        has_more: next !== '',
        response_metadata: { next_cursor: next },
      };
    },
  },
};
