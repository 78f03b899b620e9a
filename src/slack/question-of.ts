import type { MessageEvent } from '@slack/types';
import { ACTIONS } from './render/question.ts';

/** What somebody asks us, as it can be kept and heard again. */
export interface AskedOfUs {
  /** Slack's name for it: the same where Slack brings it again. */
  readonly id: string;
  /** What Slack sent, without what no listener needs. */
  readonly body: Readonly<Record<string, unknown>>;
}

interface Body extends Readonly<Record<string, unknown>> {
  readonly type?: unknown;
  readonly command?: unknown;
  readonly trigger_id?: unknown;
  readonly event_id?: unknown;
  readonly event?:
    | MessageEvent
    | { readonly type: 'app_mention'; readonly user?: string; readonly bot_id?: string };
  readonly actions?: readonly { readonly action_id?: unknown }[];
  readonly message?: Readonly<Record<string, unknown>>;
}

/** Ids of buttons and menus that ask; those of a row end in their place. */
const ASKS: readonly string[] = Object.values(ACTIONS);
/** Words of a person have none or one of these. Edits, deletions, joins and bots' messages have others. */
const SPOKEN: readonly (string | undefined)[] = [undefined, 'file_share', 'thread_broadcast', 'me_message'];

/** A question: a command, a mention, a direct message, a click that asks. What is clicked to act is none. */
export function questionOf(raw: unknown): AskedOfUs | undefined {
  const body = (raw ?? {}) as Body;
  const id = idOf(body);
  return id === undefined ? undefined : { id, body: withoutBallast(body) };
}

function idOf(body: Body): string | undefined {
  const { type, command, event, event_id, actions } = body;
  if (typeof command === 'string') return triggered('command', body);
  if (type === 'block_actions') return asks(actions) ? triggered('click', body) : undefined;
  return typeof event_id === 'string' && isSaidToUs(event) ? event_id : undefined;
}

/**
 * A trigger's id has three parts: its own, the workspace's, and what a dialog may be opened with for three seconds, which is
 * nobody's business.
 */
function triggered(what: string, { trigger_id }: Body): string | undefined {
  return typeof trigger_id === 'string'
    ? `${what} ${trigger_id.split('.').slice(0, 2).join('.')}`
    : undefined;
}

function asks(actions: Body['actions']): boolean {
  const [id] = String(actions?.[0]?.action_id).split(':');
  return ASKS.includes(id ?? '');
}

function isSaidToUs(event: Body['event']): boolean {
  if (event?.type === 'app_mention') return event.user !== undefined && event.bot_id === undefined;
  return event?.type === 'message' && isSaidAlone(event);
}

/** What of a message matters here, whichever of Slack's kinds it is. */
export type Said = Pick<MessageEvent, 'channel' | 'channel_type' | 'ts'> & {
  readonly user: string;
  readonly text?: string;
  readonly thread_ts?: string;
};

/** A person's words in a direct message. In channels we answer to mentions alone. */
export function isSaidAlone(event: MessageEvent): event is MessageEvent & Said {
  const { user, bot_id } = event as { readonly user?: string; readonly bot_id?: string };
  return SPOKEN.includes(event.subtype) && event.channel_type === 'im' && !bot_id && Boolean(user);
}

/** Without drawings and files, and without the token by which Slack was known before it signed. */
function withoutBallast({ token: _, state: __, view: ___, ...body }: Body): AskedOfUs['body'] {
  const { message, event } = body;
  return {
    ...body,
    ...(message ? { message: { ts: message['ts'], thread_ts: message['thread_ts'] } } : {}),
    ...(event ? { event: { ...event, blocks: undefined, attachments: undefined, files: undefined } } : {}),
  };
}
