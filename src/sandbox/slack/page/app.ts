import type { User } from '../types.ts';
import { drawBlocks } from './blocks.ts';
import { Composer } from './composer.ts';
import { fill, h } from './dom.ts';
import { MessageLog } from './log.ts';
import { hostOf, ModalHost } from './modal.ts';
import { drawSidebar } from './sidebar.ts';
import { Store, type Topic } from './store.ts';
import { drawTools } from './tools.ts';
import { drawWelcome } from './welcome.ts';

const store = new Store();
const sidebar = h('aside', { class: 'sidebar', 'aria-label': 'Workspace' });
const head = h('header', { class: 'pane-head' });
const threadHead = h('header', { class: 'pane-head' });
const banner = h(
  'div',
  { class: 'banner', role: 'status', hidden: true },
  'The app is not connected: nobody will answer yet.',
);
const home = h('div', { class: 'home', testid: 'home' });
const log = new MessageLog(store, false, 'Messages');
const threadLog = new MessageLog(store, true, 'Thread');
const composer = new Composer(
  store,
  () => ({ channel: store.place }),
  'composer',
  () => log.follow(),
);
const reply = new Composer(
  store,
  () => ({ channel: store.place, thread: store.thread }),
  'thread-composer',
  () => threadLog.follow(),
);
const tools = h('div', { class: 'speakers', testid: 'tools', hidden: true });
const main = h('main', { class: 'pane main' }, head, banner, home, log.element, tools, composer.element);
const threadPane = h(
  'section',
  { class: 'pane thread', testid: 'thread-pane', 'aria-label': 'Thread', hidden: true },
  threadHead,
  threadLog.element,
  reply.element,
);
const scrim = h('div', { class: 'scrim', onclick: () => document.body.classList.remove('menu-open') });
let people: readonly User[] = [];
let placeDrawn = '';
const narrow = matchMedia('(max-width: 799px)');
const threadOf = h('p', {});
const drawnAs = new Map<string, string>();

/** Draws a part only when what it shows has changed: a redrawn part loses the keyboard's focus and an open menu. */
function whenChanged(part: string, shown: unknown, drawPart: () => void): void {
  const now = JSON.stringify(shown);
  if (drawnAs.get(part) === now) return;
  drawnAs.set(part, now);
  drawPart();
}

function become(name: string): void {
  const address = new URL(location.href);
  address.searchParams.set('as', name);
  history.replaceState(null, '', address);
  store.become(name);
}

const burger = () =>
  h(
    'button',
    {
      class: 'burger',
      'aria-label': 'Channels',
      testid: 'menu-button',
      onclick: () => {
        document.body.classList.add('menu-open');
        sidebar.querySelector<HTMLElement>('.place.here')?.focus();
      },
    },
    '☰',
  );

function drawHead(): void {
  const channel = store.channels.get(store.place);
  const app = store.users.get(store.app)?.real_name ?? 'app';
  const direct = store.direct;
  if (channel && !channel.is_im) {
    const count = channel.members.length;
    fill(
      head,
      burger(),
      h(
        'div',
        { class: 'pane-title' },
        h('h1', {}, h('span', { class: 'hash' }, '#'), channel.name),
        h('p', {}, channel.topic),
      ),
      h(
        'span',
        { class: 'members', title: channel.members.map((id) => store.userName(id, '')).join(', ') },
        `${count} members`,
      ),
    );
    return;
  }
  const tab = (place: string, label: string, testid: string) =>
    h(
      'button',
      {
        role: 'tab',
        testid,
        'aria-selected': String(store.place === place),
        onclick: () => openPlace(place),
      },
      label,
    );
  fill(
    head,
    burger(),
    h('div', { class: 'pane-title' }, h('h1', {}, app, h('span', { class: 'badge' }, 'APP'))),
    h(
      'div',
      { class: 'tabs', role: 'tablist' },
      store.hasHome && tab('home', 'Home', 'tab-home'),
      direct && tab(direct.id, 'Messages', 'tab-messages'),
    ),
  );
}

/** What waits unread is seen in the tab of a page that is not in front. */
function title(): string {
  const unread = [...store.unread.values()].reduce((sum, count) => sum + count, 0);
  const channel = store.channels.get(store.place);
  const name = channel && !channel.is_im ? `#${channel.name}` : (store.users.get(store.app)?.real_name ?? '');
  return `${unread > 0 ? `(${unread}) ` : ''}${[name, store.team].filter(Boolean).join(' · ') || 'Local Slack'}`;
}

function openPlace(place: string): void {
  store.go(place);
  if (place === 'home') void store.act({ do: 'home' });
}

async function say(text: string): Promise<void> {
  await composer.say(text);
}

function beginning(): HTMLElement[] {
  const channel = store.channels.get(store.place);
  const welcome = channel?.members.includes(store.app)
    ? drawWelcome(store, say, () => draw('all'), narrow.matches ? 4 : 8)
    : undefined;
  const app = store.users.get(store.app)?.real_name ?? 'the app';
  const title = channel?.is_im
    ? `Here you and ${app} are among yourselves.`
    : `This is the very beginning of #${channel?.name ?? ''}.`;
  const deaf =
    channel && !channel.members.includes(store.app) && `${app} is not in here and does not hear mentions.`;
  return [h('p', { class: 'beginning' }, title, deaf && ` ${deaf}`), ...(welcome ? [welcome] : [])];
}
let lead: HTMLElement[] = [];

function drawMessages(): void {
  const isHome = store.place === 'home';
  home.hidden = !isHome;
  log.element.hidden = isHome;
  composer.element.hidden = isHome;
  if (isHome) {
    whenChanged('home', [store.me, store.home], () =>
      fill(
        home,
        store.home
          ? drawBlocks(hostOf(store, store.home), store.home.blocks)
          : h('p', { class: 'beginning' }, 'The app has not published a Home tab.'),
      ),
    );
  } else {
    const roots = store
      .list(store.place)
      .filter(
        ({ ts, thread_ts, subtype }) => !thread_ts || thread_ts === ts || subtype === 'thread_broadcast',
      );
    log.show(`${store.me}:${store.place}`, roots, lead);
  }
  drawThread();
}

function drawThread(): void {
  const { thread, place } = store;
  const all =
    thread === undefined ? [] : store.list(place).filter((m) => m.ts === thread || m.thread_ts === thread);
  threadPane.hidden = all.length === 0;
  document.body.classList.toggle('thread-open', all.length > 0);
  if (thread !== undefined && all.length > 0)
    threadLog.show(`${store.me}:${place}:${thread}`, all, [], `${place}:${thread}`);
}

const modals = new ModalHost(store);

function draw(topic: Topic): void {
  if (topic === 'views' || topic === 'all') modals.show();
  if (topic === 'views') return;
  const key = `${store.me}:${store.place}`;
  if (topic === 'all' || key !== placeDrawn) lead = beginning();
  const { me, place, connected } = store;
  const places = [...store.channels.keys()];
  whenChanged('sidebar', [me, place, connected, places, [...store.unread], people], () =>
    drawSidebar(store, sidebar, people, become),
  );
  whenChanged('head', [me, place, places, store.hasHome], drawHead);
  whenChanged('tools', [place, store.tools], () => drawTools(store, tools));
  banner.hidden = store.connected;
  document.title = title();
  const name = store.channels.get(store.place)?.name;
  composer.placeholder(
    name ? `Message #${name}` : `Message ${store.users.get(store.app)?.real_name ?? 'the app'}`,
  );
  fill(threadOf, name ? `#${name}` : (store.users.get(store.app)?.real_name ?? ''));
  reply.placeholder('Reply…');
  drawMessages();
  if (topic === 'place' || key !== placeDrawn) {
    location.hash = store.thread === undefined ? store.place : `${store.place}/${store.thread}`;
    if (!narrow.matches) (store.thread === undefined ? composer : reply).focus();
  }
  placeDrawn = key;
}

function closeThread(): void {
  store.go(store.place);
}

/** `#C…/ts`, or a permalink `/archives/C…/p…`. */
function startingPlace(): void {
  const link = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(location.pathname);
  const [place = '', thread] = link ? [link[1]] : location.hash.slice(1).split('/');
  store.place = place;
  store.thread = new URLSearchParams(location.search).get('thread_ts') ?? thread;
}

async function start(): Promise<void> {
  fill(
    threadHead,
    h('div', { class: 'pane-title' }, h('h1', {}, 'Thread'), threadOf),
    h(
      'button',
      { class: 'close', 'aria-label': 'Close thread', testid: 'thread-close', onclick: closeThread },
      '×',
    ),
  );
  document.body.append(sidebar, main, threadPane, scrim);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return;
    if (document.body.classList.contains('menu-open')) {
      document.body.classList.remove('menu-open');
      head.querySelector<HTMLElement>('.burger')?.focus();
      return;
    }
    if (store.thread !== undefined) closeThread();
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && store.unread.delete(store.place)) store.tell('connection');
  });
  narrow.addEventListener('change', () => draw('all'));
  store.on(draw);
  startingPlace();
  const answer = (await (await fetch('/page/people')).json()) as { people: User[] };
  people = answer.people;
  become(new URLSearchParams(location.search).get('as') ?? people[0]?.name ?? '');
}

void start();
