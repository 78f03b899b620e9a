import type { Message } from '../types.ts';
import { dayLabel } from './dates.ts';
import { h } from './dom.ts';
import { foldContent } from './fold.ts';
import { drawMessage, drawStatus } from './message.ts';
import { readsAlong, restingPlace } from './scroll.ts';
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
  readonly #jump: HTMLElement;
  #drawn = new Map<string, Drawn>();
  #shown = '';
  #follow = false;
  #along = false;
  /** The message whose first lines alone are shown. */
  #folded: string | undefined;
  /** The first message that came while the reader was elsewhere. */
  #missed: string | undefined;

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
      onscroll: () => {
        this.#along = this.#readsAlong();
        if (this.#missed !== undefined && this.#along) this.#forget();
      },
    });
    // A thread that opens beside it, or a phone's keyboard, leaves less room.
    new ResizeObserver(() => {
      const last = [...this.#drawn.keys()].at(-1);
      if (this.#along && last !== undefined && this.element.clientHeight > 0) this.#showStart(last);
    }).observe(this.element);
    this.#jump = h(
      'button',
      { class: 'jump', testid: 'new-messages', onclick: () => this.#toMissed() },
      '↓ New messages',
    );
  }

  /** The next message is scrolled to wherever the reader is: they are about to say something. */
  follow(): void {
    this.#follow = true;
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** `key` tells one place from another; `lead` stands above the first message. */
  show(key: string, messages: readonly Message[], lead: readonly HTMLElement[], thread?: string): void {
    const fresh = key !== this.#shown;
    const pinned = fresh || this.#follow || this.#readsAlong();
    if (fresh) {
      this.#drawn = new Map();
      this.#missed = undefined;
      // A thread is opened for what stands below its long first message.
      this.#folded = this.#inThread && messages.length > 1 ? messages[0]?.ts : undefined;
    }
    this.#shown = key;
    this.#follow = false;
    const nodes: HTMLElement[] = [...lead];
    const kept = new Map<string, Drawn>();
    let before: Message | undefined;
    for (const message of messages) {
      const day = before === undefined || dayLabel(before.ts) !== dayLabel(message.ts);
      if (day && !this.#inThread) nodes.push(rule(dayLabel(message.ts)));
      const drawn = this.#draw(message, !day && follows(before, message));
      kept.set(message.ts, drawn);
      nodes.push(drawn.element);
      if (this.#inThread && before === undefined && messages.length > 1)
        nodes.push(rule(messages.length === 2 ? '1 reply' : `${messages.length - 1} replies`));
      before = message;
    }
    const status = thread === undefined ? undefined : this.#store.statuses.get(thread);
    if (status !== undefined && messages.length > 1) nodes.push(drawStatus(this.#store, status));
    if (!pinned)
      this.#missed ??= messages.find(({ ts, user }) => !this.#drawn.has(ts) && user !== this.#store.me)?.ts;
    if (this.#missed !== undefined) nodes.push(this.#jump);
    this.#drawn = kept;
    keepingFocus(this.element, () => sync(this.element, nodes));
    const root = this.#folded === undefined ? undefined : kept.get(this.#folded);
    if (root) foldContent(root.element, () => (this.#folded = undefined));
    if (fresh && (this.#inThread || messages.length === 0)) this.element.scrollTop = 0;
    else if (pinned && before) this.#showStart(before.ts);
    this.#along = this.#readsAlong();
  }

  #readsAlong(): boolean {
    const { scrollTop, clientHeight, scrollHeight } = this.element;
    return readsAlong(scrollTop, clientHeight, scrollHeight);
  }

  /** Scrolls to the end, but not past the start of this message. */
  #showStart(ts: string): void {
    const start = this.#drawn.get(ts)?.element;
    if (start === undefined) return;
    const before = start.previousElementSibling;
    const { clientHeight: view, scrollHeight: content, scrollTop } = this.element;
    const offset = scrollTop - this.element.getBoundingClientRect().top;
    const newest = start.getBoundingClientRect().top + offset;
    const above = before?.classList.contains('day') ? before.getBoundingClientRect().top + offset : newest;
    this.element.scrollTop = restingPlace({ view, content, newest, above });
  }

  #toMissed(): void {
    const missed = this.#missed;
    this.#forget();
    if (missed !== undefined) this.#showStart(missed);
    this.element.focus({ preventScroll: true });
  }

  #forget(): void {
    this.#missed = undefined;
    this.#jump.remove();
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

const rule = (label: string): HTMLElement =>
  h('div', { class: 'day', role: 'separator' }, h('span', {}, label));

/** A redrawn message takes the keyboard's focus away from its button; the same button gets it back. */
function keepingFocus(parent: HTMLElement, change: () => void): void {
  const focused = document.activeElement as HTMLElement | null;
  const action = focused?.dataset['actionId'];
  const ts = focused?.closest<HTMLElement>('.message')?.dataset['ts'];
  const inside = focused !== null && focused !== parent && parent.contains(focused);
  change();
  if (!inside || focused.isConnected) return;
  const again = [...parent.querySelectorAll<HTMLElement>('[data-action-id]')].find(
    (one) => one.dataset['actionId'] === action && one.closest<HTMLElement>('.message')?.dataset['ts'] === ts,
  );
  (again ?? parent).focus({ preventScroll: true });
}

/** Puts `nodes` into the parent in this order; nodes that stand right already are not touched. */
function sync(parent: HTMLElement, nodes: readonly HTMLElement[]): void {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child as HTMLElement)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}
