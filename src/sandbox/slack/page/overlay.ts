import type { Json } from '../types.ts';
import { h } from './dom.ts';
import type { Store } from './store.ts';
import { drawText, words } from './text.ts';

/** A confirm object as a dialog; true when the person agreed. */
export async function askConfirm(store: Store, confirm: unknown): Promise<boolean> {
  if (typeof confirm !== 'object' || confirm === null) return true;
  const { title, text, confirm: yes, deny, style } = confirm as Json;
  return new Promise((resolve) => {
    const finish = (answer: boolean) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const dialog = h(
      'dialog',
      { class: 'modal small', testid: 'confirm', 'aria-label': words(title), oncancel: () => finish(false) },
      h('header', {}, h('h2', {}, drawText(store, title))),
      h('div', { class: 'modal-body' }, drawText(store, text)),
      h(
        'footer',
        {},
        h(
          'button',
          { class: 'btn', testid: 'confirm-deny', onclick: () => finish(false) },
          words(deny) || 'Cancel',
        ),
        h(
          'button',
          {
            class: `btn ${style === 'danger' ? 'danger solid' : 'primary'}`,
            testid: 'confirm-ok',
            onclick: () => finish(true),
          },
          words(yes) || 'OK',
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector<HTMLButtonElement>('footer .btn:last-child')?.focus();
  });
}

/** A short notice at the bottom that goes away by itself. */
export function toast(text: string): void {
  const note = h('div', { class: 'toast', role: 'status', testid: 'toast' }, text);
  document.body.append(note);
  setTimeout(() => note.remove(), 6000);
}

/** A menu under a button; closes by Esc, by choosing, and by clicking elsewhere. */
export function openMenu(
  anchor: HTMLElement,
  entries: readonly { readonly label: string; readonly node?: Node | undefined; readonly run: () => void }[],
  className = 'menu',
): void {
  document.querySelector('.menu')?.remove();
  const close = () => {
    menu.remove();
    document.removeEventListener('pointerdown', outside);
  };
  const outside = (event: Event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) close();
  };
  const menu = h(
    'div',
    {
      class: className === 'menu' ? 'menu' : `menu ${className}`,
      role: 'menu',
      testid: 'menu',
      onkeydown: (event: KeyboardEvent) => {
        if (event.key !== 'Escape') return move(menu, event);
        event.stopPropagation();
        close();
        anchor.focus();
      },
    },
    entries.map(({ label, node, run }) =>
      h(
        'button',
        {
          role: 'menuitem',
          testid: 'menu-item',
          'aria-label': label,
          onclick: () => {
            close();
            run();
          },
        },
        node ?? label,
      ),
    ),
  );
  const box = anchor.getBoundingClientRect();
  (anchor.closest('dialog') ?? document.body).append(menu);
  menu.style.setProperty('left', `${Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8))}px`);
  const below = box.bottom + 4;
  const fits = below + menu.offsetHeight < innerHeight - 8;
  menu.style.setProperty('top', `${fits ? below : Math.max(8, box.top - menu.offsetHeight - 4)}px`);
  menu.querySelector('button')?.focus();
  document.addEventListener('pointerdown', outside);
}

function move(menu: HTMLElement, event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll('button')];
  const at = items.indexOf(document.activeElement as HTMLButtonElement);
  items.at((at + step) % items.length)?.focus();
}
