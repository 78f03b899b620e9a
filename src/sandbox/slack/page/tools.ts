import { fill, h } from './dom.ts';
import type { Store } from './store.ts';

/** Buttons that have other tools post into the channel that is open: what a newcomer has no monitoring for. */
export function drawTools(store: Store, element: HTMLElement): void {
  const here = store.tools.filter(({ channel }) => channel === store.place);
  element.hidden = here.length === 0;
  const note = h('span', { class: 'speakers-note', role: 'status' });
  const press = async (id: string) => {
    const outcome = await store.act({ do: 'tool', id });
    fill(note, outcome.ok ? '' : (outcome.error ?? ''));
  };
  fill(
    element,
    h('span', { class: 'speakers-lead' }, 'Let the monitoring speak:'),
    here.map(({ id, label, about }) =>
      h('button', { testid: `tool-${id}`, title: about, onclick: () => void press(id) }, label),
    ),
    note,
  );
}
