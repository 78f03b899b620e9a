import type { Json } from '../types.ts';
import { type Child, h } from './dom.ts';
import { drawElement, drawImage, type Host, objects } from './elements.ts';
import { safeLink } from './inline.ts';
import { drawRichText } from './rich-text.ts';
import type { Store } from './store.ts';
import { drawText } from './text.ts';

const MARKS: Readonly<Record<string, string>> = { pending: '○', in_progress: '◐', complete: '✓', error: '✕' };

/** A plan block: its tasks with their states. */
export function drawPlan(store: Store, block: Json): HTMLElement {
  return h(
    'div',
    { class: 'plan-box' },
    h('div', { class: 'container-head' }, String(block['title'] ?? '')),
    objects(block['tasks']).map((task) => drawTask(store, task)),
  );
}

export function drawTask(store: Store, task: Json): HTMLElement {
  const status = String(task['status'] ?? 'pending');
  const rich = (name: string): Child =>
    task[name] === undefined ? undefined : drawRichText(store, task[name] as Json);
  return h(
    'div',
    { class: `task ${status}` },
    h('span', { class: 'state', role: 'img', 'aria-label': status.replace('_', ' ') }, MARKS[status] ?? '○'),
    h(
      'div',
      {},
      h('div', {}, String(task['title'] ?? '')),
      rich('details'),
      rich('output'),
      objects(task['sources']).map((source) => {
        const url = String(source['url'] ?? '');
        return (
          safeLink(url) &&
          h(
            'a',
            { href: url, target: '_blank', rel: 'noopener noreferrer', class: 'source' },
            String(source['text'] ?? url),
          )
        );
      }),
    ),
  );
}

export function drawCard(host: Host, card: Json): HTMLElement {
  const part = (name: string, className: string): Child =>
    card[name] === undefined ? undefined : h('div', { class: className }, drawText(host.store, card[name]));
  return h(
    'div',
    { class: 'card-box' },
    card['hero_image'] !== undefined && drawImage(card['hero_image'] as Json, 'large'),
    part('title', 'card-title'),
    part('subtitle', 'subtitle'),
    part('body', 'card-text'),
    part('subtext', 'hint'),
    h(
      'div',
      { class: 'card-actions' },
      objects(card['actions']).map((element) => drawElement(host, card, element)),
    ),
  );
}
