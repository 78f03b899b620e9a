import { react } from './api/reactions.ts';
import type { MessageContent } from './blocks/message.ts';
import type { Ack } from './delivery.ts';
import type { Answers, Raw } from './elements.ts';
import { findElement, type Interactions } from './interactions.ts';
import type { Modals, Submitted } from './modals.ts';
import { isRefusal, rewrite } from './post.ts';
import { encodeTyped } from './text.ts';
import type { Channel, Json, Message, User, View } from './types.ts';
import type { Workspace } from './workspace.ts';

/** The person, place or thing named does not exist for them: a mistake of the caller. */
export class ActingError extends Error {
  override readonly name = 'ActingError';
}

export interface ClickOptions {
  /** The option's value, or the text typed, for anything but a plain button. */
  readonly value?: Raw;
  /** Needed only where two blocks share an action id. */
  readonly blockId?: string;
  /** What else was filled in on the same message or view. */
  readonly answers?: Answers;
}

/** What a person can do, by names a test would use: people by handle or id, channels by name or id. */
export interface Acting {
  postMessage(user: string, channel: string, text: string, threadTs?: string): Message;
  /** Resolves when the app acknowledged, with what it put into the acknowledgement. */
  slash(user: string, channel: string, command: string, text: string): Promise<Ack>;
  click(user: string, on: Message | View, actionId: string, options?: ClickOptions): Promise<Ack>;
  /** A button or menu of a legacy attachment, by its place. */
  clickLegacy(user: string, on: Message, attachment: number, action: number, value?: string): Promise<Ack>;
  /** Submits the person's topmost modal, or the one given. */
  submitView(user: string, answers: Answers, view?: View): Promise<Submitted>;
  closeView(user: string, options?: { readonly all?: boolean }): void;
  openHome(user: string): void;
  /** Adds the reaction, or takes it away when it was there. */
  react(user: string, on: Message, name: string): void;
  /** Whoever posted it, a person or a tool, changes it. */
  edit(on: Message, content: Partial<MessageContent>): void;
  /** Whoever posted it takes it away. */
  remove(on: Message): void;
}

export function createActing(
  workspace: Workspace,
  interactions: Interactions,
  modals: Modals,
  homeOpened: (user: string, tab: 'home' | 'messages') => void,
): Acting {
  const person = (name: string): User => {
    const user = workspace.user(name);
    if (user === undefined) throw new ActingError(`no such person: ${name}`);
    return user;
  };
  /** A channel the person is in; `@app` or the app's user id is their direct message with it. */
  const place = (user: User, name: string): Channel => {
    const direct = name === 'app' || workspace.user(name)?.is_bot;
    const channel = direct ? workspace.im(user.id) : workspace.channel(name);
    if (!channel?.members.has(user.id)) throw new ActingError(`${user.name} is not in ${name}`);
    return channel;
  };
  const newest = (message: Message): Message => workspace.find(message.channel, message.ts) ?? message;
  const top = (user: User): View => {
    const view = workspace.views.get(user.id)?.at(-1);
    if (view === undefined) throw new ActingError(`${user.name} has no modal open`);
    return view;
  };

  return {
    postMessage(user, channel, text, threadTs) {
      const author = person(user);
      const where = place(author, channel);
      const encoded = encodeTyped(text, workspace.users.values(), workspace.channels.values());
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
      return workspace.post({ channel: where.id, user: author.id, text: encoded, ...thread });
    },
    async slash(user, channel, command, text) {
      const author = person(user);
      return interactions.slash(author, place(author, channel), command, text);
    },
    async click(user, on, actionId, { value, blockId, answers = {} } = {}) {
      const target = 'hash' in on ? on : newest(on);
      const attached = 'attachments' in target ? (target.attachments ?? []).flatMap(blocksOf) : [];
      const found = findElement([...(target.blocks ?? []), ...attached], actionId, blockId);
      if (found === undefined) throw new ActingError(`nothing to click with action_id ${actionId}`);
      return interactions.click(person(user), target, found, value, answers);
    },
    async clickLegacy(user, on, attachment, action, value) {
      const message = newest(on);
      const holder = message.attachments?.[attachment];
      const actions = holder?.['actions'];
      const chosen: unknown = Array.isArray(actions) ? actions[action] : undefined;
      if (holder === undefined || typeof chosen !== 'object' || chosen === null)
        throw new ActingError('no such action');
      return interactions.legacyClick(person(user), message, holder, chosen as Json, value);
    },
    async submitView(user, answers, view) {
      const author = person(user);
      return modals.submit(author, view ?? top(author), answers);
    },
    closeView(user, options = {}) {
      const author = person(user);
      modals.close(author, top(author), options.all ?? false);
    },
    openHome: (user) => homeOpened(person(user).id, 'home'),
    react(user, on, name) {
      const author = person(user);
      if (!react(workspace, newest(on), author.id, name, true))
        react(workspace, newest(on), author.id, name, false);
    },
    edit(on, content) {
      const kept = newest(on);
      const { text = kept.text, blocks = kept.blocks ?? [], attachments = kept.attachments ?? [] } = content;
      const changed = rewrite(workspace, kept, { text, blocks, attachments });
      if (isRefusal(changed)) throw new ActingError(changed.error);
    },
    remove: (on) => workspace.remove(newest(on)),
  };
}

const blocksOf = (attachment: Json): Json[] =>
  Array.isArray(attachment['blocks']) ? (attachment['blocks'] as Json[]) : [];
