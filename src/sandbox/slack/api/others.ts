import { messageRefusal } from '../blocks/message.ts';
import { blockFaults } from '../blocks/validate.ts';
import { checkView } from '../blocks/view.ts';
import { BOT_ID, BOT_USER, TEAM } from '../seed.ts';
import type { Json } from '../types.ts';
import { joinedChannel } from './lookup.ts';
import type { Methods } from './method.ts';
import { refuseWith, SlackRefusal } from './refusal.ts';

const listOf = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

export const others: Methods = {
  'api.test': { tier: 4, run: () => ({}) },
  'auth.test': {
    tier: 'none',
    run: (_args, { workspace, origin }) => ({
      url: `${origin()}/`,
      team: TEAM.name,
      team_id: TEAM.id,
      user: workspace.users.get(BOT_USER)?.name,
      user_id: BOT_USER,
      bot_id: BOT_ID,
      is_enterprise_install: false,
    }),
  },
  'apps.connections.open': { tier: 3, token: 'app', run: (_args, { openSocket }) => ({ url: openSocket() }) },
  'assistant.threads.setStatus': {
    tier: 3,
    run(args, context) {
      const channel = joinedChannel(context, { ...args, need: () => args.need('channel_id') });
      const thread = args.need('thread_ts');
      if (context.workspace.find(channel.id, thread) === undefined)
        throw new SlackRefusal('thread_not_found');
      const status = args.text('status');
      if (status === undefined) throw refuseWith('invalid_arguments', ['missing required field: status']);
      if ((args.list('loading_messages') ?? []).length > 10) {
        throw refuseWith('invalid_arguments', [
          'no more than 10 items allowed [json-pointer:/loading_messages]',
        ]);
      }
      context.workspace.setStatus(channel.id, thread, status);
      return {};
    },
  },
  'blocks.validate': {
    tier: 3,
    run(args) {
      const view = args.object('view');
      const message = args.object('message');
      const blocks = args.list('blocks');
      if (view !== undefined) {
        const checked = checkView(view);
        if (!checked.ok) throw refuseWith('invalid_blocks', checked.faults);
      } else if (message !== undefined) {
        const refusal = messageRefusal({
          text: String(message['text'] ?? ''),
          blocks: listOf(message['blocks']),
          attachments: listOf(message['attachments']),
        });
        if (refusal) throw refuseWith(refusal.error, refusal.faults);
      } else if (blocks !== undefined) {
        const faults = blockFaults(blocks, 'message');
        if (faults.length > 0) throw refuseWith('invalid_blocks', faults);
      } else throw refuseWith('invalid_arguments', ['must define one of `blocks`, `message`, `view`']);
      return {};
    },
  },
};
