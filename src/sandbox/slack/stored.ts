import type { Ids } from './ids.ts';
import { normalisePosted } from './text.ts';
import type { Json } from './types.ts';

const objects = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

const INTERACTIVE =
  /^(button|overflow|checkboxes|radio_buttons|feedback_buttons|icon_button|workflow_button|.*_select|.*_input|.*picker)$/;

/** Slack names what the app left nameless: every block and every interactive element has an id afterwards. */
export function withIds(ids: Ids, blocks: readonly Json[]): Json[] {
  return blocks.map((block) => {
    const { child_blocks, elements, accessory, element } = block;
    return {
      ...block,
      block_id: block['block_id'] ?? ids.next('b'),
      ...(Array.isArray(child_blocks) ? { child_blocks: withIds(ids, child_blocks as Json[]) } : {}),
      ...(Array.isArray(elements) ? { elements: (elements as Json[]).map((one) => named(ids, one)) } : {}),
      ...(accessory === undefined ? {} : { accessory: named(ids, accessory as Json) }),
      ...(element === undefined ? {} : { element: named(ids, element as Json) }),
    };
  });
}

function named(ids: Ids, element: Json): Json {
  const needs = element['action_id'] === undefined && INTERACTIVE.test(String(element['type']));
  return needs ? { ...element, action_id: ids.next('a') } : element;
}

/** Slack keeps its three colour names as numbers. */
const COLORS: Readonly<Record<string, string>> = { good: '2eb886', warning: 'daa038', danger: 'a30200' };

/** A legacy attachment as Slack stores and sends it on: numbered, empty strings gone, texts escaped, colours as hex. */
export function normaliseAttachment(ids: Ids, attachment: Json, index: number): Json {
  const kept = Object.entries(attachment).filter(([, value]) => value !== '');
  const texts = new Set(['text', 'pretext', 'fallback', 'title']);
  const changed = kept.map(([key, value]): [string, unknown] => {
    if (typeof value === 'string' && texts.has(key)) return [key, normalisePosted(value)];
    if (typeof value === 'string' && key === 'color')
      return [key, COLORS[value] ?? value.replace(/^#/, '').toLowerCase()];
    if (key === 'blocks') return [key, withIds(ids, objects(value))];
    if (key === 'fields') return [key, objects(value).map(normaliseField)];
    if (key === 'actions') return [key, objects(value).map(normaliseAction)];
    return [key, value];
  });
  return { id: index + 1, ...Object.fromEntries(changed) };
}

const normaliseField = (field: Json): Json =>
  typeof field['value'] === 'string' ? { ...field, value: normalisePosted(field['value']) } : field;

/** A legacy button that only opens an address has every field of a pressable one, empty. */
const normaliseAction = (action: Json, index: number): Json => ({
  id: String(index + 1),
  ...(action['url'] === undefined ? {} : { name: '', value: '', style: '' }),
  ...action,
});
