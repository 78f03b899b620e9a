import { type MessageContent, messageRefusal, type Refusal } from './blocks/message.ts';
import type { Ids } from './ids.ts';
import { APP_ID, BOT_ID, BOT_USER } from './seed.ts';
import { slackFileFaults } from './slack-files.ts';
import { normaliseAttachment, withIds } from './stored.ts';
import { normalisePosted } from './text.ts';
import type { Json, Message } from './types.ts';
import type { Workspace } from './workspace.ts';

export interface Draft extends MessageContent {
  readonly channel: string;
  readonly thread_ts?: string | undefined;
  /** A reply that the channel shows as well. */
  readonly broadcast?: boolean;
  readonly metadata?: Json | undefined;
  /** Only this person sees it. */
  readonly ephemeral_to?: string | undefined;
  /** Another name than the app's own; an incoming webhook's. */
  readonly as?: { readonly username: string; readonly bot_id: string } | undefined;
}

/** Posts for the app (or a webhook), or says why Slack would not. Does not look at membership. */
export function postAsApp(workspace: Workspace, draft: Draft): Message | Refusal {
  const refusal = refusalOf(workspace, draft);
  if (refusal) return refusal;
  const { channel, thread_ts, metadata, ephemeral_to, as, broadcast } = draft;
  return workspace.post({
    channel,
    ...content(workspace.ids, draft),
    app_id: APP_ID,
    ...(as
      ? { subtype: 'bot_message', bot_id: as.bot_id, username: as.username }
      : { user: BOT_USER, bot_id: BOT_ID }),
    ...(thread_ts === undefined ? {} : { thread_ts }),
    ...(thread_ts !== undefined && broadcast ? { subtype: 'thread_broadcast' } : {}),
    ...(metadata === undefined ? {} : { metadata }),
    ...(ephemeral_to === undefined ? {} : { ephemeral_to }),
  });
}

/** The same message with other content. Slack marks as edited only when the text or blocks are the app's change. */
export function rewrite(workspace: Workspace, message: Message, next: MessageContent): Message | Refusal {
  const refusal = refusalOf(workspace, next);
  if (refusal) return refusal;
  const { blocks: _blocks, attachments: _attachments, ...kept } = message;
  const edited = { user: message.user ?? BOT_USER, ts: workspace.ids.ts() };
  return workspace.replace({ ...kept, ...content(workspace.ids, next), edited }, true);
}

function refusalOf({ files }: Workspace, content: MessageContent): Refusal | undefined {
  const refusal = messageRefusal(content);
  if (refusal) return refusal;
  const faults = slackFileFaults(files, content.blocks, '/blocks');
  return faults.length > 0 ? { error: 'invalid_blocks', faults } : undefined;
}

export const isRefusal = (value: Message | Refusal): value is Refusal => 'error' in value;

function content(
  ids: Ids,
  { text, blocks, attachments }: MessageContent,
): Pick<Message, 'text' | 'blocks' | 'attachments'> {
  return {
    text: normalisePosted(text),
    ...(blocks.length === 0 ? {} : { blocks: withIds(ids, blocks) }),
    ...(attachments.length === 0
      ? {}
      : { attachments: attachments.map((attachment, index) => normaliseAttachment(ids, attachment, index)) }),
  };
}
