import type { Json } from '../types.ts';
import { type Child, h } from './dom.ts';
import type { Host } from './elements.ts';
import { drawText, words } from './text.ts';

type Press = ((value?: string | string[]) => Promise<void>) | undefined;

const TEXT_INPUTS: Readonly<Record<string, string>> = {
  plain_text_input: 'text',
  rich_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  datepicker: 'date',
  timepicker: 'time',
};
const FIELD = /_select$|^(radio_buttons|checkboxes|datetimepicker)$/;

const objects = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

export const isField = (element: Json): boolean =>
  String(element['type']) in TEXT_INPUTS || FIELD.test(String(element['type']));

/** An element that holds a value. `press` tells the app at once; without it the value waits for the form. */
export function drawField(host: Host, block: Json, element: Json, press: Press): Child {
  const type = String(element['type']);
  if (type === 'radio_buttons' || type === 'checkboxes') return drawChoices(host, block, element, press);
  if (type.endsWith('_select')) return drawSelect(host, block, element, press);
  return drawTyped(host, block, element, press);
}

const keyOf = (block: Json, element: Json): string =>
  `${String(block['block_id'])}:${String(element['action_id'])}`;
const attributes = (block: Json, element: Json) => ({
  'data-action-id': String(element['action_id']),
  'data-block-id': String(block['block_id']),
  id: `field-${keyOf(block, element)}`,
  'aria-label': words(block['label']) || words(element['placeholder']) || String(element['action_id']),
});

function drawTyped(host: Host, block: Json, element: Json, press: Press): HTMLElement {
  const key = keyOf(block, element);
  const initial = element['initial_value'] ?? element['initial_date'] ?? element['initial_time'] ?? '';
  const value = String(host.answers[key] ?? (typeof initial === 'string' ? initial : ''));
  const common = {
    ...attributes(block, element),
    testid: 'field',
    class: 'field',
    placeholder: words(element['placeholder']) || undefined,
    maxlength: element['max_length'] === undefined ? undefined : Number(element['max_length']),
    autofocus: element['focus_on_load'] === true,
    oninput: (event: Event) => {
      host.answers[key] = (event.target as HTMLInputElement).value;
    },
    onchange: (event: Event) => void press?.((event.target as HTMLInputElement).value),
  };
  if (element['multiline'] === true) return h('textarea', { ...common, rows: 4 }, value);
  const type = element['type'] === 'datetimepicker' ? 'datetime-local' : TEXT_INPUTS[String(element['type'])];
  return h('input', { ...common, type: type ?? 'text', value });
}

/** The options of a menu: its own, or the workspace's people or channels. */
function choices(
  host: Host,
  element: Json,
): { readonly group: string; readonly options: readonly { value: string; label: string }[] }[] {
  const type = String(element['type']);
  const { store } = host;
  if (type.endsWith('users_select')) {
    const people = [...store.users.values()].filter((user) => !user.is_bot);
    return [{ group: '', options: people.map(({ id, real_name }) => ({ value: id, label: real_name })) }];
  }
  if (/(conversations|channels)_select$/.test(type)) {
    const places = [...store.channels.values()].filter((channel) => !channel.is_im);
    return [{ group: '', options: places.map(({ id, name }) => ({ value: id, label: `#${name}` })) }];
  }
  const option = (one: Json) => ({ value: String(one['value']), label: words(one['text']) });
  const groups = objects(element['option_groups']);
  if (groups.length === 0) return [{ group: '', options: objects(element['options']).map(option) }];
  return groups.map((group) => ({
    group: words(group['label']),
    options: objects(group['options']).map(option),
  }));
}

function initialValues(element: Json): string[] {
  const one = element['initial_option'] as Json | undefined;
  const named = element['initial_user'] ?? element['initial_channel'] ?? element['initial_conversation'];
  const many = element['initial_users'] ?? element['initial_channels'] ?? element['initial_conversations'];
  return [
    ...(one === undefined ? [] : [String(one['value'])]),
    ...objects(element['initial_options']).map((option) => String(option['value'])),
    ...(typeof named === 'string' ? [named] : []),
    ...(Array.isArray(many) ? many.map(String) : []),
  ];
}

function drawSelect(host: Host, block: Json, element: Json, press: Press): HTMLElement {
  const key = keyOf(block, element);
  const multiple = String(element['type']).startsWith('multi_');
  const chosen = new Set([host.answers[key] ?? initialValues(element)].flat());
  const draw = ({ value, label }: { value: string; label: string }) =>
    h('option', { value, selected: chosen.has(value) }, label);
  const select: HTMLSelectElement = h(
    'select',
    {
      ...attributes(block, element),
      class: 'field select',
      testid: 'select',
      multiple,
      onchange: () => {
        const values = [...select.selectedOptions]
          .map((option) => option.value)
          .filter((value) => value !== '');
        if (values.length === 0 && !multiple) return;
        host.answers[key] = multiple ? values : (values[0] ?? '');
        void press?.(host.answers[key]);
      },
    },
    multiple
      ? undefined
      : h(
          'option',
          { value: '', disabled: true, selected: chosen.size === 0 },
          words(element['placeholder']) || 'Choose…',
        ),
    choices(host, element).map(({ group, options }) =>
      group === '' ? options.map(draw) : h('optgroup', { label: group }, options.map(draw)),
    ),
  );
  return select;
}

function drawChoices(host: Host, block: Json, element: Json, press: Press): HTMLElement {
  const key = keyOf(block, element);
  const several = element['type'] === 'checkboxes';
  const chosen = new Set([host.answers[key] ?? initialValues(element)].flat());
  return h(
    'fieldset',
    { ...attributes(block, element), class: 'choices', testid: 'choices' },
    objects(element['options']).map((option) => {
      const value = String(option['value']);
      return h(
        'label',
        {},
        h('input', {
          type: several ? 'checkbox' : 'radio',
          name: `${host.key}:${key}`,
          value,
          checked: chosen.has(value),
          onchange: (event: Event) => {
            if (!several) chosen.clear();
            if ((event.target as HTMLInputElement).checked) chosen.add(value);
            else chosen.delete(value);
            host.answers[key] = several ? [...chosen] : value;
            void press?.(host.answers[key]);
          },
        }),
        h(
          'span',
          {},
          drawText(host.store, option['text']),
          option['description'] === undefined
            ? undefined
            : h('small', {}, drawText(host.store, option['description'])),
        ),
      );
    }),
  );
}
