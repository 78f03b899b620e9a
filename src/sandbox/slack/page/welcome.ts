import { h } from './dom.ts';
import type { Store } from './store.ts';
import { drawMrkdwn } from './text.ts';

const GONE = 'welcome-dismissed';

/** The greeting with things to try; `say` types and sends one of them. */
export function drawWelcome(
  store: Store,
  say: (text: string) => Promise<void>,
  changed: () => void,
): HTMLElement | undefined {
  const { welcome } = store;
  if (welcome === null || sessionStorage.getItem(GONE) === 'yes') return undefined;
  return h(
    'section',
    { class: 'welcome', testid: 'welcome', 'aria-label': welcome.title },
    h(
      'button',
      {
        class: 'close',
        'aria-label': 'Dismiss',
        testid: 'welcome-dismiss',
        onclick: () => {
          sessionStorage.setItem(GONE, 'yes');
          changed();
        },
      },
      '×',
    ),
    h('h2', {}, welcome.title),
    welcome.lines.map((line) => drawMrkdwn(store, line)),
    h(
      'div',
      { class: 'tries' },
      welcome.tries.map(({ text, about }) =>
        h(
          'button',
          { class: 'try', testid: 'welcome-try', 'data-text': text, onclick: () => void say(text) },
          h('code', {}, text),
          h('span', {}, about),
        ),
      ),
    ),
  );
}
