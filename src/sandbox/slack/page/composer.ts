import type { SlashCommand } from '../types.ts';
import { fill, h } from './dom.ts';
import { report } from './message.ts';
import { toast } from './overlay.ts';
import type { Store } from './store.ts';

/** Where a text goes: a channel, or a thread in it. */
interface Target {
  readonly channel: string;
  readonly thread?: string | undefined;
}

/** Sends what was typed: a slash command to the app, anything else to the channel or thread. */
export async function sendText(store: Store, { channel, thread }: Target, text: string): Promise<boolean> {
  const command = /^(\/[a-z0-9_-]+)(?:\s+([\s\S]*))?$/i.exec(text);
  if (command && thread !== undefined) {
    toast(`${command[1] ?? ''} is not supported in threads. Sorry!`);
    return false;
  }
  if (command) {
    const outcome = await store.act({
      do: 'slash',
      channel,
      command: command[1] ?? '',
      text: command[2] ?? '',
    });
    if (!outcome.ok) report(outcome);
    return outcome.ok;
  }
  const outcome = await store.act({
    do: 'post',
    channel,
    text,
    ...(thread === undefined ? {} : { thread_ts: thread }),
  });
  report(outcome);
  return outcome.ok;
}

export class Composer {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #target: () => Target;
  readonly #onSend: () => void;
  readonly #input: HTMLTextAreaElement;
  readonly #suggestions: HTMLElement;
  readonly #history: string[] = [];
  #chosen = 0;

  constructor(store: Store, target: () => Target, testid: string, onSend: () => void) {
    this.#store = store;
    this.#onSend = onSend;
    this.#target = target;
    const listId = `${testid}-commands`;
    this.#suggestions = h('div', {
      class: 'suggestions',
      role: 'listbox',
      id: listId,
      'aria-label': 'Commands',
      hidden: true,
    });
    this.#input = h('textarea', {
      rows: 1,
      testid,
      class: 'composer-input',
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-controls': listId,
      'aria-expanded': 'false',
      'aria-label': 'Message',
      oninput: () => this.#changed(),
      onkeydown: (event: KeyboardEvent) => this.#key(event),
      onblur: () => this.#hide(),
    });
    this.element = h(
      'form',
      {
        class: 'composer',
        onsubmit: (event: Event) => {
          event.preventDefault();
          void this.send();
        },
      },
      this.#suggestions,
      h(
        'div',
        { class: 'composer-box' },
        this.#input,
        h('button', { class: 'send', type: 'submit', testid: `${testid}-send`, 'aria-label': 'Send' }, '➤'),
      ),
      h(
        'div',
        { class: 'composer-hint' },
        h('kbd', {}, 'Enter'),
        ' sends · ',
        h('kbd', {}, 'Shift Enter'),
        ' new line · ',
        h('kbd', {}, '/'),
        ' for commands',
      ),
    );
  }

  placeholder(text: string): void {
    this.#input.placeholder = text;
    this.#input.setAttribute('aria-label', text);
  }

  focus(): void {
    this.#input.focus();
  }

  /** Types the text and sends it. */
  async say(text: string): Promise<void> {
    this.#input.value = text;
    this.#grow();
    await this.send();
  }

  async send(): Promise<void> {
    const text = this.#input.value.trim();
    if (text === '') return;
    this.#hide();
    this.#input.value = '';
    this.#grow();
    this.#history.push(text);
    this.#onSend();
    if (!(await sendText(this.#store, this.#target(), text)) && this.#input.value === '')
      this.#input.value = text;
    this.#grow();
  }

  #grow(): void {
    this.#input.style.setProperty('height', 'auto');
    this.#input.style.setProperty('height', `${Math.min(this.#input.scrollHeight, 200)}px`);
  }

  #changed(): void {
    this.#grow();
    this.#chosen = 0;
    this.#suggest();
  }

  #matches(): readonly SlashCommand[] {
    const text = this.#input.value;
    const [word = ''] = text.split(/\s/);
    if (!text.startsWith('/')) return [];
    return this.#store.commands.filter(({ name }) =>
      text.includes(' ') ? name === word : name.startsWith(word),
    );
  }

  #suggest(): void {
    const matches = this.#matches();
    this.#suggestions.hidden = matches.length === 0;
    this.#input.setAttribute('aria-expanded', String(matches.length > 0));
    fill(
      this.#suggestions,
      matches.map(({ name, description, usage_hint }, index) =>
        h(
          'button',
          {
            type: 'button',
            role: 'option',
            testid: 'suggestion',
            class: index === this.#chosen ? 'chosen' : '',
            'aria-selected': String(index === this.#chosen),
            // Before the input loses its focus and the list goes away.
            onpointerdown: (event: Event) => {
              event.preventDefault();
              this.#take(name);
            },
          },
          h(
            'span',
            { class: 'command' },
            name,
            ' ',
            usage_hint !== undefined && h('span', { class: 'usage' }, usage_hint),
          ),
          h('span', { class: 'about' }, description),
        ),
      ),
    );
  }

  #hide(): void {
    this.#suggestions.hidden = true;
    this.#input.setAttribute('aria-expanded', 'false');
  }

  #take(name: string): void {
    this.#input.value = `${name} `;
    this.#suggest();
    this.#input.focus();
  }

  #key(event: KeyboardEvent): void {
    const matches = this.#suggestions.hidden ? [] : this.#matches();
    const first = !this.#input.value.includes(' ');
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void this.send();
    } else if (event.key === 'Tab' && matches.length > 0 && first) {
      event.preventDefault();
      this.#take(matches[this.#chosen]?.name ?? this.#input.value);
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && matches.length > 1 && first) {
      event.preventDefault();
      this.#chosen = (this.#chosen + (event.key === 'ArrowDown' ? 1 : matches.length - 1)) % matches.length;
      this.#suggest();
    } else if (event.key === 'ArrowUp' && this.#input.value === '' && this.#history.length > 0) {
      event.preventDefault();
      this.#input.value = this.#history.at(-1) ?? '';
      this.#changed();
    } else if (event.key === 'Escape' && matches.length > 0) {
      event.stopPropagation();
      this.#hide();
    }
  }
}
