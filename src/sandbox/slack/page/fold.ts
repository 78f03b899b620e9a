import { h } from './dom.ts';

/** Shorter ones are not worth a click, in pixels. */
const WORTH = 220;

/**
 * Shows only the first lines of a message's content, with a button for the rest. The element must be laid out.
 * Whoever comes to a hidden element with the keyboard sees all of it.
 */
export function foldContent(message: HTMLElement, unfolded: () => void): void {
  const content = message.querySelector<HTMLElement>('.content');
  if (content === null || message.querySelector('.show-all') || content.offsetHeight < WORTH) return;
  content.classList.add('folded');
  const unfold = () => {
    content.removeEventListener('focusin', unfoldForKeyboard);
    content.classList.remove('folded');
    button.remove();
    unfolded();
  };
  const unfoldForKeyboard = (event: Event) => {
    if ((event.target as Element).matches(':focus-visible')) unfold();
  };
  const button = h('button', { class: 'show-all', testid: 'show-all', onclick: unfold }, 'Show all');
  content.addEventListener('focusin', unfoldForKeyboard);
  content.after(button);
}
