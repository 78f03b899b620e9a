import { z } from 'zod';
import type { AlertIntake, Alerts } from '../core/alert-story.ts';
import type { AlertReader, ReadEvent } from '../core/read-alert.ts';
import type { Identity } from './directory.ts';

/** The watching half, as Slack knows it: whom to tell what was said, and where it matters. */
export interface Watch {
  readonly intake: AlertIntake;
  readonly reader: AlertReader;
  /** As commands know it. */
  readonly alerts: Alerts;
  /** Ids of the channels in which alerts are answered. */
  readonly channels: readonly string[];
  /** Whether what people write is looked at, too. */
  readonly people: boolean;
  /** Whether alerts get a reaction. */
  readonly reactions: boolean;
}

/** What of a message decides whose it is, in an event of any subtype or in a channel's history. */
const Author = z.object({ user: z.string().optional(), bot_id: z.string().optional() });
const Message = Author.extend({
  channel: z.string().optional(),
  subtype: z.string().optional(),
  ts: z.string().optional(),
  thread_ts: z.string().optional(),
  message: Author.extend({ thread_ts: z.string().optional(), ts: z.string().optional() }).optional(),
  previous_message: Author.optional(),
});

/**
 * What happened to a message of a watched channel, read; undefined for everything that is none of the watch's business: our
 * own messages, people's where they are not looked at, other channels, and replies in threads. A tool's reply counts only
 * where it ends something: what begins is answered below its own message, and a reply has no thread of its own.
 */
export function watchedEvent(
  event: unknown,
  { reader, channels, people }: Pick<Watch, 'reader' | 'channels' | 'people'>,
  us: Pick<Identity, 'bot_id' | 'user_id'> | undefined,
  channelOfHistory?: string,
): ReadEvent | undefined {
  const { data } = Message.safeParse(event);
  if (!data || !channels.includes(data.channel ?? channelOfHistory ?? '')) return undefined;
  const said = data.message ?? (data.subtype === 'message_deleted' ? data.previous_message : data);
  if (us && said && (said.bot_id === us.bot_id || said.user === us.user_id)) return undefined;
  const read = reader.readEvent(event, channelOfHistory);
  if (!read || read.kind === 'deleted') return read;
  if (read.reading.by === 'person' && !people) return undefined;
  return isReply(data) && !endsSomething(read) ? undefined : read;
}

function isReply({ message, ...posted }: z.infer<typeof Message>): boolean {
  const { thread_ts, ts } = message ?? posted;
  return thread_ts !== undefined && thread_ts !== ts && posted.subtype !== 'thread_broadcast';
}

function endsSomething(read: Exclude<ReadEvent, { kind: 'deleted' }>): boolean {
  return read.reading.by === 'tool' && read.reading.items.every(({ status }) => status === 'resolved');
}
