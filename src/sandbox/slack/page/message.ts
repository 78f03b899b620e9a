import type { Json, Message } from '../types.ts';
import { drawAttachment } from './attachments.ts';
import { drawBlocks } from './blocks.ts';
import { clockTime, dayLabel, fullTime } from './dates.ts';
import { type Child, h } from './dom.ts';
import type { Host } from './elements.ts';
import { emojiChar, QUICK_REACTIONS } from './emoji.ts';
import { openMenu, toast } from './overlay.ts';
import { drawFile } from './snippet.ts';
import type { Store } from './store.ts';
import { drawMrkdwn } from './text.ts';

export interface MessageOptions {
  /** Follows one of the same author closely: no picture, no name. */
  readonly compact: boolean;
  /** Stands in the thread pane, where replies are not counted again. */
  readonly inThread: boolean;
}

interface Author {
  readonly name: string;
  readonly app: boolean;
}

export function authorOf(store: Store, message: Message): Author {
  const user = store.users.get(message.user ?? '');
  const name = message.username ?? user?.real_name ?? message.bot_id ?? 'unknown';
  return { name, app: message.bot_id !== undefined || user?.is_bot === true };
}

/** A square with initials; its colour follows from the name. */
export function avatar(name: string, app: boolean): HTMLElement {
  const hue = [...name].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 6, 7);
  const initials = name
    .split(/[\s._-]+/)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');
  return h('span', { class: `avatar tone${hue}${app ? ' app' : ''}`, 'aria-hidden': 'true' }, initials);
}

function hostOf(store: Store, message: Message): Host {
  const key = `${message.channel}:${message.ts}`;
  const answers = store.answersOf(key);
  return {
    store,
    key,
    answers,
    async press(block, action, value) {
      const { channel, ts } = message;
      report(
        await store.act({
          do: 'click',
          channel,
          ts,
          block,
          action,
          answers,
          ...(value === undefined ? {} : { value }),
        }),
      );
    },
  };
}

/** Says so when the app did not react to a click. */
export function report(outcome: {
  readonly ok: boolean;
  readonly error?: string;
  readonly result?: Json | null;
}): void {
  if (!outcome.ok) toast(outcome.error ?? 'That did not work.');
  else if (outcome.result?.['ok'] === false) toast('The app did not answer in time. Try again?');
}

export function drawMessage(
  store: Store,
  message: Message,
  { compact, inThread }: MessageOptions,
): HTMLElement {
  const author = authorOf(store, message);
  const ephemeral = message.ephemeral_to !== undefined;
  const time = h(
    'time',
    {
      class: 'at',
      datetime: new Date(Number(message.ts) * 1000).toISOString(),
      title: fullTime(Number(message.ts)),
    },
    clockTime(message.ts),
  );
  const edited = !compact && message.edited && h('span', { class: 'edited' }, '(edited)');
  return h(
    'article',
    {
      class: `message${compact ? ' compact' : ''}${ephemeral ? ' ephemeral' : ''}`,
      testid: 'message',
      'data-ts': message.ts,
      'data-user': message.user ?? message.bot_id ?? '',
      'data-ephemeral': String(ephemeral),
      'aria-label': `${author.name}, ${clockTime(message.ts)}`,
    },
    compact ? h('span', { class: 'gutter' }, time) : avatar(author.name, author.app),
    h(
      'div',
      { class: 'message-main' },
      ephemeral && h('div', { class: 'only-you', testid: 'only-you' }, '👁 Only visible to you'),
      !compact &&
        h(
          'div',
          { class: 'by' },
          h('strong', {}, author.name),
          author.app && h('span', { class: 'badge' }, 'APP'),
          time,
          edited,
        ),
      !inThread && broadcast(store, message),
      drawContent(store, message, compact),
      reactions(store, message),
      !inThread && replies(store, message),
      status(store, message, inThread),
    ),
    !ephemeral && tools(store, message, inThread),
  );
}

/** A reply that the channel shows as well says what it replies to. */
function broadcast(store: Store, { channel, thread_ts, subtype }: Message): Child {
  if (subtype !== 'thread_broadcast' || thread_ts === undefined) return undefined;
  const root = store.list(channel).find(({ ts }) => ts === thread_ts);
  return h(
    'button',
    { class: 'replied-to', testid: 'replied-to', onclick: () => store.go(channel, thread_ts) },
    `replied to a thread: ${(root?.text ?? '').slice(0, 80)}`,
  );
}

function drawContent(store: Store, message: Message, compact: boolean): Child {
  const host = hostOf(store, message);
  const { channel, ts } = message;
  const legacy = (attachment: number) => async (action: number, value?: string) =>
    report(
      await store.act({
        do: 'legacy',
        channel,
        ts,
        attachment,
        action,
        ...(value === undefined ? {} : { value }),
      }),
    );
  const content = h(
    'div',
    { class: 'content', testid: 'message-text' },
    message.blocks
      ? drawBlocks(host, message.blocks)
      : message.text !== '' && drawMrkdwn(store, message.text),
    message.attachments?.map((attachment, index) => drawAttachment(host, attachment, legacy(index))),
    message.files?.map(drawFile),
  );
  if (compact && message.edited) markEdited(content);
  return content;
}

/** A message without a head says it after its last words. */
function markEdited(content: HTMLElement): void {
  const texts = content.querySelectorAll('.line:not(.empty), .item > span:last-child, .plain');
  const last = [...texts].findLast((one) => one.closest('button, summary, label, pre, td, th') === null);
  (last ?? content).append(h('span', { class: 'edited' }, ' (edited)'));
}

function reactions(store: Store, message: Message): Child {
  const list = message.reactions ?? [];
  if (list.length === 0) return undefined;
  const { channel, ts } = message;
  return h(
    'div',
    { class: 'reactions' },
    list.map(({ name, users }) =>
      h(
        'button',
        {
          class: users.includes(store.me) ? 'reaction mine' : 'reaction',
          testid: 'reaction',
          'data-name': name,
          title: `${users.map((user) => store.userName(user, '')).join(', ')} · :${name}:`,
          'aria-label': `${name}, ${users.length}`,
          onclick: () => void store.act({ do: 'react', channel, ts, name }),
        },
        emojiChar(name) ?? `:${name}:`,
        h('span', {}, users.length),
      ),
    ),
  );
}

function replies(store: Store, message: Message): Child {
  const count = message.reply_count ?? 0;
  if (count === 0) return undefined;
  return h(
    'button',
    { class: 'replies', testid: 'reply-count', onclick: () => store.go(message.channel, message.ts) },
    message.reply_users
      ?.slice(0, 4)
      .map((id) => avatar(store.users.get(id)?.real_name ?? id, store.users.get(id)?.is_bot ?? true)),
    h('span', { class: 'count' }, count === 1 ? '1 reply' : `${count} replies`),
    message.latest_reply && h('span', { class: 'last' }, `Last reply ${moment(message.latest_reply)}`),
  );
}

const moment = (ts: string): string =>
  `${dayLabel(ts).replace(/^(To|Yester)/, (word) => word.toLowerCase())} at ${clockTime(ts)}`;

function status(store: Store, message: Message, inThread: boolean): Child {
  const text = store.statuses.get(`${message.channel}:${message.ts}`);
  if (text === undefined || (inThread && message.reply_count !== undefined)) return undefined;
  return drawStatus(store, text);
}

/** "is diagnosing…" with the app's name before it. */
export function drawStatus(store: Store, text: string): HTMLElement {
  return h(
    'div',
    { class: 'status', role: 'status', testid: 'status' },
    h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')),
    `${store.users.get(store.app)?.real_name ?? 'app'} ${text}`,
  );
}

function tools(store: Store, message: Message, inThread: boolean): HTMLElement {
  const { channel, ts } = message;
  return h(
    'div',
    { class: 'tools' },
    h(
      'button',
      {
        'aria-label': 'Add a reaction',
        title: 'Add a reaction',
        testid: 'add-reaction',
        onclick: (event: MouseEvent) =>
          openMenu(
            event.currentTarget as HTMLElement,
            QUICK_REACTIONS.map((name) => ({
              label: name,
              node: document.createTextNode(emojiChar(name) ?? name),
              run: () => void store.act({ do: 'react', channel, ts, name }),
            })),
            'row',
          ),
      },
      '☺',
    ),
    !inThread &&
      h(
        'button',
        {
          'aria-label': 'Reply in thread',
          title: 'Reply in thread',
          testid: 'reply',
          onclick: () => store.go(channel, message.thread_ts ?? ts),
        },
        '💬',
      ),
  );
}
