import type { Json, Message, SlashCommand, User, View, WelcomeText } from '../types.ts';

/** A channel as the page's stream carries it. */
export interface Place {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly is_im: boolean;
  readonly members: readonly string[];
}

/** A button that has another tool post into a channel. */
export interface Tool {
  readonly id: string;
  readonly channel: string;
  readonly label: string;
  readonly about: string;
}

interface Snapshot {
  readonly me: string;
  readonly app: string;
  readonly team: string;
  readonly users: readonly User[];
  readonly usergroups: readonly { readonly id: string; readonly handle: string }[];
  readonly channels: readonly Place[];
  readonly messages: readonly Message[];
  readonly views: readonly View[];
  readonly home: View | null;
  readonly statuses: Readonly<Record<string, string>>;
  readonly commands: readonly SlashCommand[];
  readonly welcome: WelcomeText | null;
  readonly tools: readonly Tool[];
  readonly connected: boolean;
  readonly hasHome: boolean;
}

export type Answers = Record<string, string | string[]>;
export type Topic = 'all' | 'messages' | 'views' | 'home' | 'connection' | 'place';

export interface Outcome {
  readonly ok: boolean;
  readonly error?: string;
  readonly result?: Json | null;
}

/** What the page knows, and the only way it changes: the server's stream and the person's choice of place. */
export class Store {
  me = '';
  app = '';
  team = '';
  users = new Map<string, User>();
  usergroups = new Map<string, string>();
  channels = new Map<string, Place>();
  messages = new Map<string, Message[]>();
  views: readonly View[] = [];
  home: View | null = null;
  statuses = new Map<string, string>();
  commands: readonly SlashCommand[] = [];
  welcome: WelcomeText | null = null;
  tools: readonly Tool[] = [];
  connected = false;
  /** Whether the app hears of its Home tab at all. */
  hasHome = false;
  /** A channel id, or `home` for the app's Home tab. */
  place = '';
  thread: string | undefined;
  readonly unread = new Map<string, number>();
  /** What was typed or chosen in a message's or view's elements, by message or view. */
  readonly answers = new Map<string, Answers>();
  /** Which collapsible parts a person opened or closed. */
  readonly folds = new Map<string, boolean>();
  readonly #listeners = new Set<(topic: Topic) => void>();
  #stream: EventSource | undefined;

  on(listener: (topic: Topic) => void): void {
    this.#listeners.add(listener);
  }

  tell(topic: Topic): void {
    for (const listener of this.#listeners) listener(topic);
  }

  /** Becomes this person: another stream, everything read anew. */
  become(user: string): void {
    this.#stream?.close();
    this.#stream = new EventSource(`/page/events?as=${encodeURIComponent(user)}`);
    this.#stream.onmessage = (event: MessageEvent<string>) => {
      const { kind, data } = JSON.parse(event.data) as { kind: string; data: unknown };
      this.#receive(kind, data);
    };
    this.#stream.onerror = () => {
      this.connected = false;
      this.tell('connection');
    };
  }

  async act(body: Json): Promise<Outcome> {
    try {
      const response = await fetch(`/page/act?as=${encodeURIComponent(this.me)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return (await response.json()) as Outcome;
    } catch {
      return { ok: false, error: 'the local Slack does not answer; was it stopped?' };
    }
  }

  go(place: string, thread?: string): void {
    this.place = place;
    this.thread = thread;
    this.unread.delete(place);
    this.tell('place');
  }

  list(channel: string): readonly Message[] {
    return this.messages.get(channel) ?? [];
  }

  userName(id: string, label: string): string {
    return this.users.get(id)?.name ?? (label || id);
  }

  channelName(id: string, label: string): string {
    return this.channels.get(id)?.name || label || id;
  }

  groupName(id: string, label: string): string {
    return this.usergroups.get(id) ?? (label || id);
  }

  /** The direct message with the app. */
  get direct(): Place | undefined {
    return [...this.channels.values()].find((channel) => channel.is_im);
  }

  answersOf(key: string): Answers {
    const known = this.answers.get(key) ?? {};
    this.answers.set(key, known);
    return known;
  }

  #receive(kind: string, data: unknown): void {
    switch (kind) {
      case 'snapshot':
        this.#snapshot(data as Snapshot);
        break;
      case 'message':
        this.#message(data as Message);
        break;
      case 'gone': {
        const { channel, ts } = data as { channel: string; ts: string };
        this.messages.set(
          channel,
          this.list(channel).filter((message) => message.ts !== ts),
        );
        this.tell('messages');
        break;
      }
      case 'views':
        this.views = data as View[];
        this.tell('views');
        break;
      case 'home':
        this.home = data as View | null;
        this.tell('home');
        break;
      case 'status': {
        const { key, status } = data as { key: string; status: string };
        if (status === '') this.statuses.delete(key);
        else this.statuses.set(key, status);
        this.tell('messages');
        break;
      }
      case 'connection':
        this.connected = (data as { connected: boolean }).connected;
        this.tell('connection');
        break;
    }
  }

  #snapshot(data: Snapshot): void {
    const { users, usergroups, channels, messages, statuses, ...rest } = data;
    if (this.me !== data.me) this.unread.clear();
    Object.assign(this, rest);
    this.users = new Map(users.map((user) => [user.id, user]));
    this.usergroups = new Map(usergroups.map((group) => [group.id, group.handle]));
    this.channels = new Map(channels.map((channel) => [channel.id, channel]));
    this.statuses = new Map(Object.entries(statuses));
    this.messages = new Map(
      channels.map(({ id }) => [id, messages.filter((message) => message.channel === id)]),
    );
    if (this.place !== 'home' && !this.channels.has(this.place)) {
      this.place = channels.find((channel) => !channel.is_im)?.id ?? '';
      this.thread = undefined;
    }
    this.tell('all');
  }

  #message(message: Message): void {
    const list = this.list(message.channel);
    const known = list.some(({ ts }) => ts === message.ts);
    this.messages.set(
      message.channel,
      known ? list.map((one) => (one.ts === message.ts ? message : one)) : [...list, message],
    );
    const seen = message.channel === this.place && !document.hidden;
    if (!known && !seen && message.user !== this.me) {
      this.unread.set(message.channel, (this.unread.get(message.channel) ?? 0) + 1);
    }
    this.tell('messages');
  }
}
