import type { WelcomeText } from '../types.ts';
import { type Child, fill, h } from './dom.ts';
import type { Store } from './store.ts';
import { drawMrkdwn } from './text.ts';

const GONE = 'welcome-dismissed';

const UNFOLDED = 'welcome';

/** The greeting with things to try, of which `few` are seen at once; `say` types and sends one of them. */
export function drawWelcome(
  store: Store,
  say: (text: string) => Promise<void>,
  changed: () => void,
  few: number,
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
    drawTries(store, welcome.tries, say, few),
  );
}

type Try = WelcomeText['tries'][number];

function drawTries(
  store: Store,
  tries: readonly Try[],
  say: (text: string) => Promise<void>,
  few: number,
): Child {
  const card = ({ text, about }: Try) =>
    h(
      'button',
      { class: 'try', testid: 'welcome-try', 'data-text': text, onclick: () => void say(text) },
      h('code', {}, text),
      h('span', {}, about),
    );
  const left = tries.slice(few);
  // One more card takes no more room than the button that hides it.
  if (left.length < 2) return h('div', { class: 'tries' }, tries.map(card));

  const fade = () => {
    const { scrollTop, clientHeight, scrollHeight } = rest;
    rest.classList.toggle('at-end', scrollHeight - scrollTop - clientHeight < 4);
  };
  const show = (open: boolean) => {
    store.folds.set(UNFOLDED, open);
    // The browser's own search still finds what is folded, and unfolds it.
    if (open) rest.removeAttribute('hidden');
    else rest.setAttribute('hidden', 'until-found');
    more.setAttribute('aria-expanded', String(open));
    fill(more, open ? 'Fewer situations' : `More situations (${left.length})`);
  };
  const rest = h(
    'div',
    { class: 'tries rest', id: 'more-tries', onscroll: fade, onbeforematch: () => show(true) },
    left.map(card),
  );
  const more = h('button', {
    class: 'more',
    testid: 'welcome-more',
    'aria-controls': 'more-tries',
    onclick: () => {
      const open = rest.hasAttribute('hidden');
      show(open);
      fade();
      if (open) rest.scrollIntoView({ block: 'nearest' });
    },
  });
  show(store.folds.get(UNFOLDED) ?? false);
  return [h('div', { class: 'tries' }, tries.slice(0, few).map(card), more), rest];
}
