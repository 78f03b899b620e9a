import type { Json } from '../types.ts';
import { type Child, h } from './dom.ts';
import { drawField, isField } from './fields.ts';
import { safeLink } from './inline.ts';
import { askConfirm, openMenu } from './overlay.ts';
import type { Answers, Store } from './store.ts';
import { drawText, words } from './text.ts';

/** Whose blocks are drawn: a message, a modal or the Home tab. */
export interface Host {
  readonly store: Store;
  /** Tells one host's answers and folds from another's. */
  readonly key: string;
  readonly answers: Answers;
  press(block: string, action: string, value?: string | string[]): Promise<void>;
}

export const objects = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

const optionsOf = (element: Json): Json[] => [
  ...objects(element['options']),
  ...objects(element['option_groups']).flatMap((group) => objects(group['options'])),
];

/** Any interactive element. `quiet`: it stands in an input block, whose values are only sent with the form. */
export function drawElement(host: Host, block: Json, element: Json, quiet = false): Child {
  const { store } = host;
  const ids = {
    'data-action-id': String(element['action_id'] ?? ''),
    'data-block-id': String(block['block_id'] ?? ''),
  };
  const press = async (value?: string | string[]) => {
    if (!(await askConfirm(store, element['confirm']))) return;
    await host.press(ids['data-block-id'], ids['data-action-id'], value);
  };
  switch (element['type']) {
    case 'button':
    case 'workflow_button':
      return drawButton(store, element, ids, press);
    case 'overflow':
      return h(
        'button',
        {
          class: 'btn overflow',
          testid: 'overflow',
          ...ids,
          'aria-label': 'More',
          'aria-haspopup': 'menu',
          onclick: (event: MouseEvent) =>
            openMenu(
              event.currentTarget as HTMLElement,
              optionsOf(element).map((option) => ({
                label: words(option['text']),
                node: drawText(store, option['text']),
                run: () => {
                  if (safeLink(String(option['url'] ?? '')))
                    open(String(option['url']), '_blank', 'noopener');
                  void press(String(option['value']));
                },
              })),
            ),
        },
        '⋯',
      );
    case 'feedback_buttons':
      return h(
        'span',
        { class: 'feedback' },
        ([element['positive_button'], element['negative_button']] as Json[]).map((side, index) =>
          h(
            'button',
            {
              class: 'btn icon',
              testid: 'feedback',
              ...ids,
              'aria-label': String(side['accessibility_label'] ?? words(side['text'])),
              title: words(side['text']),
              onclick: () => void press(String(side['value'])),
            },
            index === 0 ? '👍' : '👎',
          ),
        ),
      );
    case 'icon_button':
      return h(
        'button',
        {
          class: 'btn icon',
          testid: 'icon-button',
          ...ids,
          title: words(element['text']),
          onclick: () => void press(),
        },
        element['icon'] === 'trash' ? '🗑️' : words(element['text']),
      );
    case 'image':
      return drawImage(element, 'thumb');
    default:
      return isField(element) ? drawField(host, block, element, quiet ? undefined : press) : unknown(element);
  }
}

const unknown = (element: Json): HTMLElement =>
  h('span', { class: 'unsupported' }, `[${String(element['type'])}]`);

function drawButton(
  store: Store,
  element: Json,
  ids: Record<string, string>,
  press: (value?: string) => Promise<void>,
): HTMLElement {
  const style = element['style'] === 'primary' || element['style'] === 'danger' ? element['style'] : '';
  const url = String(element['url'] ?? '');
  const button: HTMLButtonElement = h(
    'button',
    {
      class: `btn ${style}`,
      testid: 'block-button',
      ...ids,
      'aria-label':
        element['accessibility_label'] === undefined ? undefined : String(element['accessibility_label']),
      onclick: async () => {
        if (safeLink(url)) open(url, '_blank', 'noopener');
        button.classList.add('busy');
        await press();
        button.classList.remove('busy');
      },
    },
    drawText(store, element['text']),
    url === '' ? undefined : h('span', { class: 'out', 'aria-hidden': 'true' }, ' ↗'),
  );
  return button;
}

/** A file of the workspace has its address by its id. */
function sourceOf({ image_url, url_private, slack_file }: Json): string {
  const { id, url } = (slack_file ?? {}) as Json;
  if (id !== undefined) return `${location.origin}/files/${String(id)}`;
  return String(image_url ?? url_private ?? url ?? '');
}

/** Only pictures that this server holds are loaded; of all others the description and the address are shown. */
export function drawImage(image: Json, className: string): HTMLElement {
  const alt = String(image['alt_text'] ?? '');
  const source = sourceOf(image);
  if (source.startsWith(`${location.origin}/files/`)) return h('img', { src: source, alt, class: className });
  return h(
    'span',
    { class: `picture ${className}`, role: 'img', 'aria-label': alt, title: source },
    '🖼 ',
    safeLink(source)
      ? h('a', { href: source, target: '_blank', rel: 'noopener noreferrer' }, alt || source)
      : alt,
  );
}
