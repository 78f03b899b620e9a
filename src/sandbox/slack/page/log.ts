import type { Message } from '../types.ts';
import { dayLabel } from './dates.ts';
import { h } from './dom.ts';
import { drawMessage, drawStatus } from './message.ts';
import type { Store } from './store.ts';

interface Drawn {
  readonly message: Message;
  readonly compact: boolean;
  readonly status: string | undefined;
  readonly element: HTMLElement;
}

/** Seconds within which messages of one author stand together. */
const TOGETHER = 300;

/**
 * A list of messages that redraws only what changed, so that an open menu, a selection or the scroll position
 * survives the arrival of others.
 */
export class MessageLog {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #inThread: boolean;
  #drawn = new Map<string, Drawn>();
  #shown = '';
  #follow = false;

  constructor(store: Store, inThread: boolean, label: string) {
    this.#store = store;
    this.#inThread = inThread;
    this.element = h('div', {
      class: 'log',
      role: 'log',
      'aria-live': 'polite',
      'aria-label': label,
      tabindex: 0,
      testid: inThread ? 'thread-log' : 'log',
    });
  }

  /** The next message is scrolled to wherever the reader is: they are about to say something. */
  follow(): void {
    this.#follow = true;
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** `key` tells one place from another; `lead` stands above the first message. */
  show(key: string, messages: readonly Message[], lead: readonly HTMLElement[], thread?: string): void {
    const fresh = key !== this.#shown;
    const pinned =
      fresh ||
      this.#follow ||
      this.element.scrollHeight - this.element.scrollTop - this.element.clientHeight < 80;
    if (fresh) this.#drawn = new Map();
    this.#shown = key;
    this.#follow = false;
    const nodes: HTMLElement[] = [...lead];
    const kept = new Map<string, Drawn>();
    let before: Message | undefined;
    for (const message of messages) {
      const day = before === undefined || dayLabel(before.ts) !== dayLabel(message.ts);
      if (day && !this.#inThread)
        nodes.push(h('div', { class: 'day', role: 'separator' }, h('span', {}, dayLabel(message.ts))));
      const drawn = this.#draw(message, !day && follows(before, message));
      kept.set(message.ts, drawn);
      nodes.push(drawn.element);
      before = message;
    }
    const status = thread === undefined ? undefined : this.#store.statuses.get(thread);
    if (status !== undefined && messages.length > 1) nodes.push(drawStatus(this.#store, status));
    this.#drawn = kept;
    sync(this.element, nodes);
    if (pinned) this.element.scrollTop = fresh && messages.length === 0 ? 0 : this.element.scrollHeight;
  }

  #draw(message: Message, compact: boolean): Drawn {
    const status = this.#store.statuses.get(`${message.channel}:${message.ts}`);
    const known = this.#drawn.get(message.ts);
    if (known && known.message === message && known.compact === compact && known.status === status)
      return known;
    return {
      message,
      compact,
      status,
      element: drawMessage(this.#store, message, { compact, inThread: this.#inThread }),
    };
  }
}

function follows(before: Message | undefined, message: Message): boolean {
  if (before === undefined || message.ephemeral_to !== before.ephemeral_to) return false;
  const same =
    before.user === message.user && before.bot_id === message.bot_id && before.username === message.username;
  return same && Number(message.ts) - Number(before.ts) < TOGETHER && (before.reply_count ?? 0) === 0;
}

/** Puts `nodes` into the parent in this order; nodes that stand right already are not touched. */
function sync(parent: HTMLElement, nodes: readonly HTMLElement[]): void {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child as HTMLElement)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}
