import type { MessageContent, Refusal } from '../blocks/message.ts';
import { isRefusal, postAsApp, rewrite } from '../post.ts';
import { BOT_USER } from '../seed.ts';
import type { Message } from '../types.ts';
import { onWire } from '../workspace.ts';
import type { Args } from './args.ts';
import { channelOf, messageIn, openChannel } from './lookup.ts';
import type { Methods } from './method.ts';
import { refuseWith, SlackRefusal } from './refusal.ts';

function content(args: Args): MessageContent {
  return {
    // markdown_text replaces text and blocks; Slack refuses a mixture.
    text: args.text('text') ?? args.text('markdown_text') ?? '',
    blocks: args.list('blocks') ?? [],
    attachments: args.list('attachments') ?? [],
  };
}

function accepted(result: Message | Refusal): Message {
  if (isRefusal(result)) throw refuseWith(result.error, result.faults);
  return result;
}

export const chat: Methods = {
  'chat.postMessage': {
    tier: 'per-channel',
    run(args, context) {
      const channel = openChannel(context, args);
      const thread_ts = args.text('thread_ts');
      const root = thread_ts === undefined ? undefined : context.workspace.find(channel.id, thread_ts);
      if (thread_ts !== undefined && (root === undefined || root.ephemeral_to !== undefined)) {
        throw new SlackRefusal('thread_not_found');
      }
      const message = accepted(
        postAsApp(context.workspace, {
          channel: channel.id,
          ...content(args),
          thread_ts: root?.thread_ts ?? thread_ts,
          broadcast: args.flag('reply_broadcast'),
          metadata: args.object('metadata'),
        }),
      );
      // docs.slack.dev: a status goes away as soon as the app answers in its thread.
      if (message.thread_ts !== undefined) context.workspace.setStatus(channel.id, message.thread_ts, '');
      return { channel: channel.id, ts: message.ts, message: onWire(message) };
    },
  },
  'chat.update': {
    tier: 3,
    run(args, context) {
      const channel = channelOf(context, args.need('channel'));
      const message = messageIn(context, channel, args.need('ts'));
      if (message.user !== BOT_USER) throw new SlackRefusal('cant_update_message');
      const next = content(args);
      // docs.slack.dev, chat.update: attachments left out are kept; a new text alone takes the place of the blocks.
      const silent = args.text('blocks') === undefined && args.text('text') === undefined;
      const blocks = silent ? (message.blocks ?? []) : next.blocks;
      const attachments = args.list('attachments') ?? message.attachments ?? [];
      const changed = accepted(rewrite(context.workspace, message, { ...next, blocks, attachments }));
      return { channel: channel.id, ts: changed.ts, text: changed.text, message: onWire(changed) };
    },
  },
  'chat.postEphemeral': {
    tier: 4,
    run(args, context) {
      const channel = openChannel(context, args);
      const user = context.workspace.users.get(args.need('user'));
      if (user === undefined) throw new SlackRefusal('user_not_found');
      if (!channel.members.has(user.id)) throw new SlackRefusal('user_not_in_channel');
      const message = accepted(
        postAsApp(context.workspace, {
          channel: channel.id,
          ...content(args),
          thread_ts: args.text('thread_ts'),
          ephemeral_to: user.id,
        }),
      );
      return { message_ts: message.ts };
    },
  },
  'chat.delete': {
    tier: 3,
    run(args, context) {
      const channel = channelOf(context, args.need('channel'));
      const message = messageIn(context, channel, args.need('ts'));
      if (message.user !== BOT_USER) throw new SlackRefusal('cant_delete_message');
      context.workspace.remove(message);
      return { channel: channel.id, ts: message.ts };
    },
  },
  'chat.getPermalink': {
    tier: 'none',
    run(args, context) {
      const channel = channelOf(context, args.need('channel'));
      const message = messageIn(context, channel, args.need('message_ts'));
      const thread =
        message.thread_ts === undefined ? '' : `?thread_ts=${message.thread_ts}&cid=${channel.id}`;
      const path = `/archives/${channel.id}/p${message.ts.replace('.', '')}`;
      return { channel: channel.id, permalink: `${context.origin()}${path}${thread}` };
    },
  },
};
