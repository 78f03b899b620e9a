import type { Json } from '../types.ts';
import { formatDate, fullTime } from './dates.ts';
import { type Child, h } from './dom.ts';
import { type Inline, parsePlain } from './inline.ts';
import { parseMarkdown } from './markdown.ts';
import { type Block, parseMrkdwn } from './mrkdwn.ts';
import type { Store } from './store.ts';

const link = (href: string, children: Child): HTMLElement =>
  h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, children);

export function drawInline(store: Store, parts: readonly Inline[]): Child[] {
  return parts.map((part) => drawOne(store, part));
}

function drawOne(store: Store, part: Inline): Child {
  switch (part.t) {
    case 'text':
      return part.v;
    case 'code':
      return h('code', {}, part.v);
    case 'bold':
      return h('strong', {}, drawInline(store, part.c));
    case 'italic':
      return h('em', {}, drawInline(store, part.c));
    case 'strike':
      return h('s', {}, drawInline(store, part.c));
    case 'link':
      return link(part.href, drawInline(store, part.c));
    case 'user':
      return h(
        'span',
        { class: part.id === store.me ? 'mention me' : 'mention' },
        `@${store.userName(part.id, part.label)}`,
      );
    case 'channel':
      return h('span', { class: 'mention' }, `#${store.channelName(part.id, part.label)}`);
    case 'group':
      return h('span', { class: 'mention' }, `@${store.groupName(part.id, part.label).replace(/^@/, '')}`);
    case 'broadcast':
      return h('span', { class: 'mention me' }, `@${part.v}`);
    case 'emoji':
      return h(
        'span',
        {
          class: 'emoji',
          role: 'img',
          'aria-label': part.name.replaceAll('_', ' '),
          title: `:${part.name}:`,
        },
        part.v,
      );
    case 'date': {
      const shown = formatDate(part.at, part.format) || part.fallback;
      const time = h(
        'time',
        { title: fullTime(part.at), datetime: new Date(part.at * 1000).toISOString() },
        shown,
      );
      return part.href.startsWith('http') ? link(part.href, time) : time;
    }
  }
}

export function drawLines(store: Store, blocks: readonly Block[]): HTMLElement {
  return h(
    'div',
    { class: 'text' },
    blocks.map((block) => drawLine(store, block)),
  );
}

function drawLine(store: Store, block: Block): Child {
  switch (block.t) {
    case 'line':
      return h('div', { class: block.c.length === 0 ? 'line empty' : 'line' }, drawInline(store, block.c));
    case 'heading':
      return h(
        'div',
        { class: `heading h${block.level}`, role: 'heading', 'aria-level': 4 },
        drawInline(store, block.c),
      );
    case 'item':
      return h(
        'div',
        { class: `item depth${Math.min(block.depth, 3)}` },
        h('span', { class: 'mark' }, block.mark),
        h('span', {}, drawInline(store, block.c)),
      );
    case 'quote':
      return h('blockquote', {}, drawLines(store, block.c));
    case 'pre':
      return h('pre', { tabindex: 0 }, block.v);
    case 'rule':
      return h('hr');
    case 'table':
      return drawTable(
        block.rows.map((row) => row.map((cell) => drawInline(store, cell))),
        [],
      );
  }
}

/** A table whose first row is its head. `align` by column. */
export function drawTable(rows: readonly (readonly Child[])[], align: readonly string[]): HTMLElement {
  const [head = [], ...body] = rows;
  const cell = (tag: 'th' | 'td') => (child: Child, column: number) =>
    h(tag, { class: align[column] ?? 'left' }, child);
  return h(
    'div',
    { class: 'table', tabindex: 0 },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, head.map(cell('th')))),
      h(
        'tbody',
        {},
        body.map((row) => h('tr', {}, row.map(cell('td')))),
      ),
    ),
  );
}

export const drawMrkdwn = (store: Store, source: string): HTMLElement =>
  drawLines(store, parseMrkdwn(source));
export const drawMarkdown = (store: Store, source: string): HTMLElement =>
  drawLines(store, parseMarkdown(source));

/** A text object: mrkdwn or plain_text. */
export function drawText(store: Store, object: unknown): HTMLElement | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  const { type, text } = object as Json;
  if (type === 'mrkdwn') return drawMrkdwn(store, String(text ?? ''));
  return h('span', { class: 'plain' }, drawInline(store, parsePlain(String(text ?? ''))));
}

/** The words of a text object, for labels. */
export const words = (object: unknown): string =>
  typeof object === 'object' && object !== null ? String((object as Json)['text'] ?? '') : '';
