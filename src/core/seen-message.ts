import { z } from 'zod';

/**
 * Slack's messages as they come in events and from conversations.history, in wire names. Whatever is not as it should
 * be counts as not there: a message of a tool that nobody knows must be readable too, and a hostile one must not break
 * anything.
 */
const text = z.string().optional().catch(undefined);
const list = <T extends z.ZodType>(of: T, most: number) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((all) =>
      all.slice(0, most).flatMap((one) => {
        const parsed = of.safeParse(one);
        return parsed.success ? [parsed.data] : [];
      }),
    );

/** Slack takes 100 attachments and 50 blocks a message (docs.slack.dev, chat.postMessage); a rich text counts as one. */
const MOST_ATTACHMENTS = 100;
const MOST_BLOCKS = 100;
const MOST_FIELDS = 100;

const FieldSchema = z.object({ title: text, value: text });
const ActionSchema = z.object({ url: text });

export const SeenAttachmentSchema = z.object({
  color: text,
  author_name: text,
  pretext: text,
  title: text,
  title_link: text,
  text,
  fallback: text,
  footer: text,
  fields: list(FieldSchema, MOST_FIELDS),
  actions: list(ActionSchema, 10),
  /** Block Kit of any kind, known or not. */
  blocks: list(z.unknown(), MOST_BLOCKS),
  /** Where Slack itself put it: a preview of a link, or of another message. */
  from_url: text,
  original_url: text,
  is_msg_unfurl: z.boolean().optional().catch(undefined),
});
export type SeenAttachment = z.infer<typeof SeenAttachmentSchema>;

export const SeenMessageSchema = z.object({
  ts: z.string(),
  thread_ts: text,
  subtype: text,
  text,
  user: text,
  bot_id: text,
  username: text,
  bot_profile: z.object({ name: text }).optional().catch(undefined),
  attachments: list(SeenAttachmentSchema, MOST_ATTACHMENTS),
  blocks: list(z.unknown(), MOST_BLOCKS),
  edited: z.object({ ts: text }).optional().catch(undefined),
});
export type SeenMessage = z.infer<typeof SeenMessageSchema>;

/** What happened to a message. `ts` names the message itself, however often it is edited. */
export type SeenEvent =
  | {
      readonly kind: 'posted';
      readonly channel: string;
      readonly ts: string;
      /** Where a history shows it as it was edited since. */
      readonly revised?: string;
      readonly message: SeenMessage;
    }
  | {
      readonly kind: 'edited';
      readonly channel: string;
      readonly ts: string;
      /** When, as a `ts`: of several edits of a message the greatest is the newest. */
      readonly revised?: string;
      readonly message: SeenMessage;
      /** As it was; Slack leaves it out now and then. */
      readonly before?: SeenMessage;
    }
  | { readonly kind: 'deleted'; readonly channel: string; readonly ts: string };

/** What Slack itself says in a channel, and what repeats another message. */
const NOT_SAID =
  /^(?:(?:channel|group|reminder|huddle|ekm|sh)_\w+|bot_(?:add|remove|enable|disable)|pinned_item|unpinned_item|message_replied|tombstone)$/;

/**
 * Reads an event of type `message`, or a message of a channel's history. Undefined for what nobody said, and for what
 * cannot be read at all. A message that was deleted under its thread stays as a tombstone, which is an edit on the wire.
 */
export function seenEvent(event: unknown, channelOfHistory = ''): SeenEvent | undefined {
  const envelope = EnvelopeSchema.safeParse(event);
  if (!envelope.success) return undefined;
  const { channel = channelOfHistory, subtype, message, previous_message, deleted_ts } = envelope.data;
  const revision = (time: string | undefined) => (time === undefined ? {} : { revised: time });
  if (subtype === 'message_deleted') {
    const ts = deleted_ts ?? previous_message?.ts;
    return ts === undefined ? undefined : { kind: 'deleted', channel, ts };
  }
  if (subtype === 'message_changed') {
    if (!message) return undefined;
    if (message.subtype === 'tombstone') return { kind: 'deleted', channel, ts: message.ts };
    const before = previous_message ? { before: previous_message } : {};
    const revised = revision(envelope.data.event_ts ?? envelope.data.ts ?? message.edited?.ts);
    return { kind: 'edited', channel, ts: message.ts, ...revised, message, ...before };
  }
  if (subtype !== undefined && NOT_SAID.test(subtype)) return undefined;
  const posted = SeenMessageSchema.safeParse(event);
  if (!posted.success) return undefined;
  const { ts, edited } = posted.data;
  return { kind: 'posted', channel, ts, ...revision(edited?.ts), message: posted.data };
}

const EnvelopeSchema = z.object({
  channel: text,
  subtype: text,
  deleted_ts: text,
  ts: text,
  event_ts: text,
  message: SeenMessageSchema.optional().catch(undefined),
  previous_message: SeenMessageSchema.optional().catch(undefined),
});

/** What the poster calls itself, in lower case: `alertmanager`, `grafana`; empty for people. */
export function posterOf({ username, bot_profile }: SeenMessage): string {
  return (username ?? bot_profile?.name ?? '').trim().toLowerCase();
}

/** Whether a person wrote it; what tools post has a `bot_id`, whatever its subtype. */
export function isByPerson({ bot_id, subtype, user }: SeenMessage): boolean {
  return bot_id === undefined && subtype !== 'bot_message' && user !== undefined;
}
