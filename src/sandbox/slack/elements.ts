import type { Json } from './types.ts';

export interface Found {
  readonly block: Json;
  readonly element: Json;
}

const objects = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/** Every interactive element of these blocks, with the block it stands in, in reading order. */
export function elementsOf(blocks: readonly Json[]): Found[] {
  return blocks.flatMap((block) => {
    const own = [
      ...objects(block['elements']),
      ...(block['type'] === 'card' ? objects(block['actions']) : []),
      ...(block['accessory'] === undefined ? [] : [block['accessory'] as Json]),
      ...(block['element'] === undefined ? [] : [block['element'] as Json]),
    ]
      .filter((element) => typeof element['action_id'] === 'string')
      .map((element) => ({ block, element }));
    const inside = block['type'] === 'carousel' ? objects(block['elements']) : objects(block['child_blocks']);
    return [...own, ...elementsOf(inside)];
  });
}

const options = (element: Json): Json[] => [
  ...objects(element['options']),
  ...objects(element['option_groups']).flatMap((group) => objects(group['options'])),
];

/** What a person did to an element: nothing yet, a text or an option's value, several values. */
export type Raw = string | readonly string[] | undefined;

const SINGLE: Readonly<Record<string, readonly [key: string, initial: string]>> = {
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  users_select: ['selected_user', 'initial_user'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  channels_select: ['selected_channel', 'initial_channel'],
};
const SEVERAL: Readonly<Record<string, readonly [key: string, initial: string]>> = {
  multi_users_select: ['selected_users', 'initial_users'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
};

/** The element's entry in `state.values` and its part of an action, in Slack's wire names. */
export function elementValue(element: Json, raw: Raw): Json {
  const type = String(element['type']);
  const one = typeof raw === 'string' ? raw : raw?.[0];
  const several = raw === undefined ? undefined : typeof raw === 'string' ? [raw] : raw;
  const single = SINGLE[type];
  if (single) return { type, [single[0]]: one ?? element[single[1]] ?? null };
  const multi = SEVERAL[type];
  if (multi) return { type, [multi[0]]: several ?? element[multi[1]] ?? [] };
  const byValue = (value: string): Json | undefined =>
    options(element).find((option) => option['value'] === value);
  switch (type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
    case 'overflow':
      return {
        type,
        selected_option: (one === undefined ? element['initial_option'] : byValue(one)) ?? null,
      };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return {
        type,
        selected_options: several
          ? several.flatMap((v) => byValue(v) ?? [])
          : (element['initial_options'] ?? []),
      };
    case 'datetimepicker':
      return {
        type,
        selected_date_time: one === undefined ? (element['initial_date_time'] ?? null) : Number(one),
      };
    case 'button':
    case 'icon_button':
      return { type, text: element['text'], ...('value' in element ? { value: element['value'] } : {}) };
    case 'feedback_buttons': {
      const sides = [element['positive_button'], element['negative_button']] as Json[];
      const side = sides.find((candidate) => candidate?.['value'] === one) ?? sides[0];
      return { type, text: side?.['text'], value: side?.['value'] };
    }
    default:
      return {
        type,
        value:
          one === undefined || one === '' ? (one === '' ? null : (element['initial_value'] ?? null)) : one,
      };
  }
}

const BUTTONS = new Set(['button', 'icon_button', 'feedback_buttons', 'overflow', 'workflow_button']);

/** What a person typed or chose, by `block_id:action_id`; a bare action id or block id will do where it is unique. */
export type Answers = Readonly<Record<string, Raw>>;

export function answerFor(answers: Answers, { block, element }: Found): Raw {
  const blockId = String(block['block_id']);
  const actionId = String(element['action_id']);
  return answers[`${blockId}:${actionId}`] ?? answers[actionId] ?? answers[blockId];
}

/** `state.values`: every element that can hold a value, touched or not. */
export function stateOf(blocks: readonly Json[], answers: Answers): Json {
  const values: Record<string, Record<string, Json>> = {};
  for (const found of elementsOf(blocks)) {
    if (BUTTONS.has(String(found.element['type']))) continue;
    const id = String(found.block['block_id']);
    const value = elementValue(found.element, answerFor(answers, found));
    values[id] = { ...values[id], [String(found.element['action_id'])]: value };
  }
  return values;
}

/** What Slack's own client refuses before it sends a form: required inputs left empty, text of the wrong length. */
export function inputErrors(blocks: readonly Json[], answers: Answers): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const found of elementsOf(blocks)) {
    const { block, element } = found;
    if (block['type'] !== 'input') continue;
    const value = elementValue(element, answerFor(answers, found));
    const held = Object.entries(value).find(([key]) => key !== 'type')?.[1];
    const empty =
      held === null || held === undefined || held === '' || (Array.isArray(held) && held.length === 0);
    const id = String(block['block_id']);
    if (empty && block['optional'] !== true) errors[id] = 'Please complete this required field.';
    else if (typeof held === 'string' && [...held].length < Number(element['min_length'] ?? 0) && !empty) {
      errors[id] = `Please enter at least ${Number(element['min_length'])} characters.`;
    } else if (typeof held === 'string' && [...held].length > Number(element['max_length'] ?? 3000)) {
      errors[id] = `Please enter at most ${Number(element['max_length'] ?? 3000)} characters.`;
    }
  }
  return errors;
}
