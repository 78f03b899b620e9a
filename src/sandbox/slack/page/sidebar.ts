import type { User } from '../types.ts';
import { type Child, fill, h } from './dom.ts';
import { avatar } from './message.ts';
import type { Store } from './store.ts';

/** Workspace, who you are, channels, and the app. */
export function drawSidebar(
  store: Store,
  element: HTMLElement,
  people: readonly User[],
  become: (user: string) => void,
): void {
  const me = store.users.get(store.me);
  const app = store.users.get(store.app);
  const open = (place: string) => () => {
    document.body.classList.remove('menu-open');
    store.go(place);
  };
  const entry = (place: string, testid: string, ...label: Child[]): HTMLElement => {
    const unread = store.unread.get(place) ?? 0;
    const here = store.place === place;
    return h(
      'button',
      {
        class: `place${here ? ' here' : ''}${unread > 0 ? ' unread' : ''}`,
        testid,
        'aria-current': here ? 'page' : undefined,
        onclick: open(place),
      },
      h('span', { class: 'place-name' }, label),
      unread > 0 && h('span', { class: 'count', 'aria-label': `${unread} unread` }, unread),
    );
  };
  const direct = store.direct;
  fill(
    element,
    h(
      'div',
      { class: 'workspace' },
      h('span', { class: 'workspace-mark', 'aria-hidden': 'true' }, '◆'),
      h('strong', {}, store.team),
    ),
    h(
      'label',
      { class: 'you' },
      me && avatar(me.real_name, false),
      h(
        'span',
        { class: 'you-text' },
        h('small', {}, 'You are'),
        h('strong', {}, me?.real_name ?? ''),
        h('small', { class: 'role' }, me?.title ?? ''),
      ),
      h('span', { 'aria-hidden': 'true', class: 'chevrons' }, '⇅'),
      h(
        'select',
        {
          testid: 'person-switch',
          'aria-label': 'You are',
          onchange: (event: Event) => become((event.target as HTMLSelectElement).value),
        },
        people.map((user) =>
          h(
            'option',
            { value: user.name, selected: user.id === store.me },
            `${user.real_name} · ${user.title}`,
          ),
        ),
      ),
    ),
    h(
      'nav',
      { 'aria-label': 'Channels' },
      h('h2', {}, 'Channels'),
      [...store.channels.values()]
        .filter((channel) => !channel.is_im)
        .map((channel) =>
          entry(
            channel.id,
            `channel-${channel.name}`,
            h('span', { class: 'hash', 'aria-hidden': 'true' }, '#'),
            channel.name,
          ),
        ),
      h('h2', {}, 'Apps'),
      direct &&
        entry(
          direct.id,
          'direct-app',
          h('span', {
            class: store.connected ? 'dot on' : 'dot',
            title: store.connected ? 'connected' : 'not connected',
          }),
          app?.real_name ?? 'app',
        ),
    ),
    h('footer', {}, 'A local Slack. Nothing here leaves this machine.'),
  );
}
