import type { Json } from '../types.ts';
import { type Child, h } from './dom.ts';
import { drawElement, drawImage, type Host, objects } from './elements.ts';
import { drawRichText } from './rich-text.ts';
import { drawMarkdown, drawTable, drawText, words } from './text.ts';
import { drawCard, drawPlan, drawTask } from './work.ts';

/** Error texts of a form, by block id. */
export type Errors = Readonly<Record<string, string>>;

export function drawBlocks(host: Host, blocks: readonly Json[], errors: Errors = {}): Child[] {
  return blocks.map((block) =>
    h('div', { class: `block b-${String(block['type'])}` }, drawBlock(host, block, errors)),
  );
}

function drawBlock(host: Host, block: Json, errors: Errors): Child {
  const { store } = host;
  switch (block['type']) {
    case 'section':
      return drawSection(host, block);
    case 'header':
      return h('h3', { class: 'header-text' }, drawText(store, block['text']));
    case 'divider':
      return h('hr');
    case 'context':
      return objects(block['elements']).map((element) =>
        element['type'] === 'image' ? drawImage(element, 'tiny') : drawText(store, element),
      );
    case 'actions':
    case 'context_actions':
      return objects(block['elements']).map((element) => drawElement(host, block, element));
    case 'input':
      return drawInput(host, block, errors);
    case 'image':
      return h('figure', {}, h('figcaption', {}, drawText(store, block['title'])), drawImage(block, 'large'));
    case 'rich_text':
      return drawRichText(store, block);
    case 'markdown':
      return drawMarkdown(store, String(block['text'] ?? ''));
    case 'table':
    case 'data_table':
      return drawTableBlock(host, block);
    case 'container':
      return drawContainer(host, block, errors);
    case 'alert':
      return h(
        'div',
        { class: `alert ${String(block['level'] ?? 'default')}`, role: 'note' },
        drawText(store, block['text']),
      );
    case 'plan':
      return drawPlan(store, block);
    case 'task_card':
      return drawTask(store, block);
    case 'card':
      return drawCard(host, block);
    case 'carousel':
      return h(
        'div',
        { class: 'carousel-track' },
        objects(block['elements']).map((card) => drawCard(host, card)),
      );
    case 'video':
      return h('p', {}, '▶ ', words(block['title']));
    default:
      return h('span', { class: 'unsupported' }, `[${String(block['type'])}]`);
  }
}

function drawSection(host: Host, block: Json): Child {
  const fields = objects(block['fields']).map((field) =>
    h('div', { class: 'cell' }, drawText(host.store, field)),
  );
  const accessory = block['accessory'] as Json | undefined;
  return [
    h(
      'div',
      { class: 'section-main' },
      drawText(host.store, block['text']),
      fields.length > 0 && h('div', { class: 'fields' }, fields),
    ),
    accessory && h('div', { class: 'accessory' }, drawElement(host, block, accessory)),
  ];
}

function drawInput(host: Host, block: Json, errors: Errors): Child {
  const element = (block['element'] ?? {}) as Json;
  const error = errors[String(block['block_id'])];
  return h(
    'div',
    { class: error === undefined ? 'form-row' : 'form-row wrong' },
    h(
      'label',
      { for: `field-${String(block['block_id'])}:${String(element['action_id'])}` },
      drawText(host.store, block['label']),
      block['optional'] === true && h('span', { class: 'optional' }, ' (optional)'),
    ),
    drawElement(host, block, element, block['dispatch_action'] !== true),
    error !== undefined && h('div', { class: 'error', role: 'alert', testid: 'modal-error' }, error),
    block['hint'] !== undefined && h('div', { class: 'hint' }, drawText(host.store, block['hint'])),
  );
}

function drawTableBlock(host: Host, block: Json): Child {
  const align = objects(block['column_settings']).map((column) => String(column?.['align'] ?? 'left'));
  const rows = (Array.isArray(block['rows']) ? (block['rows'] as Json[][]) : []).map((row) =>
    row.map((cell) =>
      cell['type'] === 'rich_text'
        ? drawRichText(host.store, cell)
        : String(cell['text'] ?? cell['value'] ?? ''),
    ),
  );
  const caption =
    block['caption'] === undefined ? undefined : h('div', { class: 'caption' }, String(block['caption']));
  return [caption, drawTable(rows, align)];
}

function drawContainer(host: Host, block: Json, errors: Errors): Child {
  const title = block['rich_text_title']
    ? drawRichText(host.store, block['rich_text_title'] as Json)
    : drawText(host.store, block['title']);
  const head = [
    title,
    block['subtitle'] !== undefined &&
      h('span', { class: 'subtitle' }, drawText(host.store, block['subtitle'])),
  ];
  const inside = h(
    'div',
    { class: 'container-body' },
    drawBlocks(host, objects(block['child_blocks']), errors),
  );
  if (block['is_collapsible'] !== true) return [h('div', { class: 'container-head' }, head), inside];
  const key = `${host.key}:${String(block['block_id'])}`;
  const open = host.store.folds.get(key) ?? block['default_collapsed'] !== true;
  return h(
    'details',
    {
      open,
      testid: 'container',
      ontoggle: (event: Event) => host.store.folds.set(key, (event.target as HTMLDetailsElement).open),
    },
    h('summary', { class: 'container-head' }, h('span', { class: 'summary-text' }, head)),
    inside,
  );
}
