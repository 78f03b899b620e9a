import type { Json } from '../types.ts';
import { formatDate } from './dates.ts';
import { type Child, h } from './dom.ts';
import { emojiChar } from './emoji.ts';
import { safeLink } from './inline.ts';
import type { Store } from './store.ts';

const objects = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/** A rich_text block; its structure comes ready-made, nothing is parsed. */
export function drawRichText(store: Store, block: Json): HTMLElement {
  return h(
    'div',
    { class: 'text rich' },
    objects(block['elements']).map((part) => drawPart(store, part)),
  );
}

function drawPart(store: Store, part: Json): Child {
  const elements = objects(part['elements']);
  const leaves = () => elements.map((leaf) => drawLeaf(store, leaf));
  switch (part['type']) {
    case 'rich_text_list': {
      const items = elements.map((item) =>
        h(
          'li',
          {},
          objects(item['elements']).map((leaf) => drawLeaf(store, leaf)),
        ),
      );
      const indent = `indent${Math.min(Number(part['indent'] ?? 0), 4)}`;
      return part['style'] === 'ordered'
        ? h('ol', { class: indent, start: Number(part['offset'] ?? 0) + 1 }, items)
        : h('ul', { class: indent }, items);
    }
    case 'rich_text_preformatted':
      return h('pre', { tabindex: 0 }, leaves());
    case 'rich_text_quote':
      return h('blockquote', {}, leaves());
    default:
      return h('div', { class: 'line' }, leaves());
  }
}

function drawLeaf(store: Store, leaf: Json): Child {
  const text = (name: string) => String(leaf[name] ?? '');
  switch (leaf['type']) {
    case 'text':
      return styled(leaf, text('text'));
    case 'link': {
      const label = text('text') || text('url');
      const href = text('url');
      return styled(
        leaf,
        safeLink(href) ? h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, label) : label,
      );
    }
    case 'emoji':
      return h('span', { class: 'emoji' }, emojiChar(text('name')) ?? `:${text('name')}:`);
    case 'user':
      return h('span', { class: 'mention' }, `@${store.userName(text('user_id'), '')}`);
    case 'channel':
      return h('span', { class: 'mention' }, `#${store.channelName(text('channel_id'), '')}`);
    case 'usergroup':
      return h('span', { class: 'mention' }, `@${store.groupName(text('usergroup_id'), '')}`);
    case 'broadcast':
      return h('span', { class: 'mention me' }, `@${text('range')}`);
    case 'date':
      return h('time', {}, formatDate(Number(leaf['timestamp']), text('format')) || text('fallback'));
    default:
      return text('value');
  }
}

function styled(leaf: Json, child: Child): Child {
  const style = (leaf['style'] ?? {}) as Json;
  const wraps = [
    ['code', 'code'],
    ['bold', 'strong'],
    ['italic', 'em'],
    ['strike', 's'],
    ['underline', 'u'],
  ] as const;
  return wraps.reduce<Child>(
    (inner, [name, tag]) => (style[name] === true ? h(tag, {}, inner) : inner),
    child,
  );
}
