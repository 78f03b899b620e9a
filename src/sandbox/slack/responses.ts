import type { Refusal } from './blocks/message.ts';
import { isRefusal, postAsApp, rewrite } from './post.ts';
import type { ResponseTarget } from './triggers.ts';
import type { Json, Message } from './types.ts';
import type { Workspace } from './workspace.ts';

/** Slackbot's voice: what Slack itself tells one person. */
export function slackbotSays(workspace: Workspace, channel: string, user: string, text: string): Message {
  return workspace.post({ channel, user: 'USLACKBOT', text, ephemeral_to: user });
}

const objects = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/**
 * Does what a body posted to a response_url asks for (or a slash command's acknowledgement, which has the same form):
 * a new message, ephemeral unless `in_channel`; `replace_original` and `delete_original` where a message was clicked.
 */
export function respondTo(workspace: Workspace, target: ResponseTarget, body: Json): Refusal | undefined {
  const original = target.ts === undefined ? undefined : workspace.find(target.channel, target.ts);
  const flag = (name: string) => body[name] === true || body[name] === 'true';
  if (flag('delete_original')) {
    if (original) workspace.remove(original);
    return undefined;
  }
  const content = {
    text: typeof body['text'] === 'string' ? body['text'] : '',
    blocks: objects(body['blocks']),
    attachments: objects(body['attachments']),
  };
  if (flag('replace_original') && original) {
    const changed = rewrite(workspace, original, content);
    return isRefusal(changed) ? changed : undefined;
  }
  const shown = body['response_type'] === 'in_channel' ? {} : { ephemeral_to: target.user };
  const thread = typeof body['thread_ts'] === 'string' ? { thread_ts: body['thread_ts'] } : {};
  const posted = postAsApp(workspace, { channel: target.channel, ...content, ...shown, ...thread });
  return isRefusal(posted) ? posted : undefined;
}
