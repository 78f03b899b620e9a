import type { View } from '../types.ts';
import { drawBlocks, type Errors } from './blocks.ts';
import { fill, h } from './dom.ts';
import type { Host } from './elements.ts';
import { report } from './message.ts';
import { toast } from './overlay.ts';
import type { Store } from './store.ts';
import { drawText, words } from './text.ts';

/** Shows the topmost of the person's modals as long as there is one. */
export class ModalHost {
  readonly #store: Store;
  readonly #dialog: HTMLDialogElement;
  #shown = '';

  constructor(store: Store) {
    this.#store = store;
    this.#dialog = h('dialog', {
      class: 'modal',
      testid: 'modal',
      oncancel: (event: Event) => {
        event.preventDefault();
        void store.act({ do: 'close' });
      },
    });
    document.body.append(this.#dialog);
  }

  show(): void {
    const view = this.#store.views.at(-1);
    if (view === undefined) {
      this.#shown = '';
      this.#dialog.close();
      return;
    }
    this.#draw(view, {});
    if (!this.#dialog.open) this.#dialog.showModal();
    const focus = this.#shown !== view.id;
    this.#shown = view.id;
    if (focus)
      this.#dialog.querySelector<HTMLElement>('[autofocus], .field, .modal-body input, footer .btn')?.focus();
  }

  #draw(view: View, errors: Errors): void {
    const store = this.#store;
    // The app may redraw the view while somebody types: the field they are in stays theirs.
    const focused = this.#dialog.contains(document.activeElement) ? document.activeElement?.id : undefined;
    const nested = store.views.length > 1;
    fill(
      this.#dialog,
      h(
        'form',
        {
          novalidate: true,
          'data-view-id': view.id,
          onsubmit: (event: Event) => {
            event.preventDefault();
            void this.#submit(view);
          },
        },
        h(
          'header',
          {},
          nested &&
            h(
              'button',
              {
                type: 'button',
                class: 'close',
                testid: 'modal-back',
                'aria-label': 'Back',
                onclick: () => void store.act({ do: 'close' }),
              },
              '‹',
            ),
          h('h2', {}, drawText(store, view.title)),
          h(
            'button',
            {
              type: 'button',
              class: 'close',
              testid: 'modal-x',
              'aria-label': 'Close',
              onclick: () => void store.act({ do: 'close', all: true }),
            },
            '×',
          ),
        ),
        h('div', { class: 'modal-body' }, drawBlocks(hostOf(store, view), view.blocks, errors)),
        h(
          'footer',
          {},
          h(
            'button',
            {
              type: 'button',
              class: 'btn',
              testid: 'modal-close',
              onclick: () => void store.act({ do: 'close' }),
            },
            words(view.close) || 'Close',
          ),
          view.submit &&
            h(
              'button',
              { type: 'submit', class: 'btn primary', testid: 'modal-submit' },
              words(view.submit) || 'Submit',
            ),
        ),
      ),
    );
    this.#dialog.setAttribute('aria-label', words(view.title));
    if (focused) document.getElementById(focused)?.focus();
  }

  async #submit(view: View): Promise<void> {
    const button = this.#dialog.querySelector('[data-testid="modal-submit"]');
    button?.classList.add('busy');
    const outcome = await this.#store.act({
      do: 'submit',
      view: view.id,
      answers: this.#store.answersOf(view.id),
    });
    button?.classList.remove('busy');
    if (!outcome.ok) return report(outcome);
    const { kind, errors, error } = (outcome.result ?? {}) as {
      kind?: string;
      errors?: Errors;
      error?: string;
    };
    if (kind === 'errors') {
      this.#draw(view, errors ?? {});
      this.#dialog.querySelector<HTMLElement>('.wrong .field')?.focus();
    } else if (kind === 'failed') toast(`We had some trouble connecting. Try again? (${error ?? ''})`);
  }
}

/** The blocks of a view: clicks go to the app with the view, not with a message. */
export function hostOf(store: Store, view: View): Host {
  const answers = store.answersOf(view.id);
  return {
    store,
    key: view.id,
    answers,
    async press(block, action, value) {
      report(
        await store.act({
          do: 'click',
          view: view.id,
          block,
          action,
          answers,
          ...(value === undefined ? {} : { value }),
        }),
      );
    },
  };
}
