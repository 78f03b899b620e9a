import type { Ids } from './ids.ts';
import { BOT_USER, seedChannels, seedUsers } from './seed.ts';
import type { StoredFile } from './stored-file.ts';
import type { Channel, Json, Message, User, View } from './types.ts';

/** What happened to the workspace; the Events API and the page are both fed from it. */
export type Change =
  | { readonly kind: 'posted'; readonly message: Message }
  | {
      readonly kind: 'changed';
      readonly message: Message;
      readonly previous: Message;
      readonly edited: boolean;
    }
  | { readonly kind: 'deleted'; readonly message: Message }
  | {
      readonly kind: 'reacted';
      readonly added: boolean;
      readonly user: string;
      readonly name: string;
      readonly message: Message;
    }
  | { readonly kind: 'views'; readonly user: string }
  | { readonly kind: 'home'; readonly user: string }
  | { readonly kind: 'status'; readonly channel: string; readonly thread_ts: string; readonly status: string }
  | { readonly kind: 'channel'; readonly channel: Channel };

/** The one home of the workspace's state. Messages are replaced, never mutated. */
export class Workspace {
  readonly users: Map<string, User>;
  readonly channels: Map<string, Channel>;
  readonly files = new Map<string, StoredFile>();
  /** Open modals by user, root first. */
  readonly views = new Map<string, View[]>();
  readonly homes = new Map<string, View>();
  /** Assistant status by `channel:thread_ts`. */
  readonly statuses = new Map<string, string>();
  readonly #messages = new Map<string, Message[]>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly ids: Ids;

  constructor(ids: Ids, appName: string) {
    this.ids = ids;
    this.users = new Map(seedUsers(appName).map((user) => [user.id, user]));
    this.channels = new Map(seedChannels().map((channel) => [channel.id, channel]));
    for (const user of this.users.values()) if (!user.is_bot) this.im(user.id);
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** By id, by name, with or without `#`. */
  channel(name: string): Channel | undefined {
    const bare = name.replace(/^#/, '');
    return this.channels.get(name) ?? [...this.channels.values()].find((c) => !c.is_im && c.name === bare);
  }

  /** By id or by handle, with or without `@`. */
  user(name: string): User | undefined {
    const bare = name.replace(/^@/, '');
    return this.users.get(name) ?? [...this.users.values()].find((user) => user.name === bare);
  }

  /** The direct message channel between the app and a person. */
  im(user: string): Channel {
    const id = `D${user.slice(1)}`;
    const known = this.channels.get(id);
    if (known) return known;
    const made: Channel = { id, name: '', topic: '', is_im: true, members: new Set([user, BOT_USER]) };
    this.channels.set(id, made);
    return made;
  }

  /** Everything in a channel, ephemeral messages too, oldest first. */
  all(channel: string): readonly Message[] {
    return this.#messages.get(channel) ?? [];
  }

  find(channel: string, ts: string): Message | undefined {
    return this.all(channel).find((message) => message.ts === ts);
  }

  post(draft: Omit<Message, 'type' | 'ts'>): Message {
    const message: Message = { type: 'message', ts: this.ids.ts(), ...draft };
    this.#messages.set(message.channel, [...this.all(message.channel), message]);
    this.emit({ kind: 'posted', message });
    if (message.thread_ts !== undefined && message.ephemeral_to === undefined)
      this.#countReplies(message.channel, message.thread_ts);
    return message;
  }

  /** `edited`: the author changed it, so that readers see "(edited)" and apps hear `message_changed`. */
  replace(message: Message, edited: boolean): Message {
    const previous = this.find(message.channel, message.ts);
    if (previous === undefined) return message;
    this.#messages.set(
      message.channel,
      this.all(message.channel).map((m) => (m.ts === message.ts ? message : m)),
    );
    this.emit({ kind: 'changed', message, previous, edited });
    return message;
  }

  remove(message: Message): void {
    this.#messages.set(
      message.channel,
      this.all(message.channel).filter((m) => m.ts !== message.ts),
    );
    this.emit({ kind: 'deleted', message });
    if (message.thread_ts !== undefined && message.thread_ts !== message.ts)
      this.#countReplies(message.channel, message.thread_ts);
  }

  replies(channel: string, thread: string): readonly Message[] {
    return this.all(channel).filter(
      (m) => m.thread_ts === thread && m.ts !== thread && m.ephemeral_to === undefined,
    );
  }

  #countReplies(channel: string, thread: string): void {
    const root = this.find(channel, thread);
    if (root === undefined) return;
    const replies = this.replies(channel, thread);
    const { reply_count: _count, reply_users: _users, latest_reply: _latest, ...bare } = root;
    const latest = replies.at(-1)?.ts;
    this.replace(
      {
        ...bare,
        thread_ts: thread,
        reply_count: replies.length,
        reply_users: [...new Set(replies.map((reply) => reply.user ?? reply.bot_id ?? ''))],
        ...(latest === undefined ? {} : { latest_reply: latest }),
      },
      false,
    );
  }

  setStatus(channel: string, thread_ts: string, status: string): void {
    const key = `${channel}:${thread_ts}`;
    if (status === '') this.statuses.delete(key);
    else this.statuses.set(key, status);
    this.emit({ kind: 'status', channel, thread_ts, status });
  }
}

/** A message as the Web API and events carry it: without our own bookkeeping. */
export function onWire(message: Message): Json {
  const { channel: _channel, ephemeral_to: _to, ...wire } = message;
  return wire;
}
