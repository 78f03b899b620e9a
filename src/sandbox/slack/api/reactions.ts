import { BOT_USER } from '../seed.ts';
import type { Message } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { joinedChannel, messageIn } from './lookup.ts';
import type { Methods } from './method.ts';
import { SlackRefusal } from './refusal.ts';

/** Adds or takes away one person's reaction; false when it was so already. */
export function react(
  workspace: Workspace,
  message: Message,
  user: string,
  name: string,
  add: boolean,
): boolean {
  const old = message.reactions ?? [];
  const has = old.some((r) => r.name === name && r.users.includes(user));
  if (has === add) return false;
  const users = old.find((r) => r.name === name)?.users ?? [];
  const next = add ? [...users, user] : users.filter((one) => one !== user);
  const others = old.map((r) => (r.name === name ? { name, users: next } : r));
  const all = users.length === 0 ? [...old, { name, users: next }] : others;
  const changed = workspace.replace({ ...message, reactions: all.filter((r) => r.users.length > 0) }, false);
  workspace.emit({ kind: 'reacted', added: add, user, name, message: changed });
  return true;
}

const EMOJI_NAME = /^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/;

const method = (add: boolean): Methods[string] => ({
  tier: add ? 3 : 2,
  run(args, context) {
    const name = args.need('name').replaceAll(/^:|:$/g, '');
    if (!EMOJI_NAME.test(name)) throw new SlackRefusal('invalid_name');
    const channel = joinedChannel(context, args);
    const message = messageIn(context, channel, args.need('timestamp'));
    if (!react(context.workspace, message, BOT_USER, name, add)) {
      throw new SlackRefusal(add ? 'already_reacted' : 'no_reaction');
    }
    return {};
  },
});

export const reactions: Methods = { 'reactions.add': method(true), 'reactions.remove': method(false) };
