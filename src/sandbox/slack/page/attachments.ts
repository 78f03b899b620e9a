import type { Json } from '../types.ts';
import { drawBlocks } from './blocks.ts';
import { type Child, h } from './dom.ts';
import { drawImage, type Host, objects } from './elements.ts';
import { safeLink } from './inline.ts';
import { askConfirm } from './overlay.ts';
import { drawMrkdwn } from './text.ts';

const COLORS: Readonly<Record<string, string>> = { good: '#2eb67d', warning: '#daa038', danger: '#e01e5a' };

/** `legacy(action, value)` presses one of an attachment's own buttons or menus. */
export function drawAttachment(
  host: Host,
  attachment: Json,
  legacy: (action: number, value?: string) => Promise<void>,
): HTMLElement {
  const text = (name: string) => String(attachment[name] ?? '');
  const bar = h('div', { class: 'bar' });
  const color = COLORS[text('color')] ?? text('color');
  if (color !== '') bar.style.setProperty('background', color.startsWith('#') ? color : `#${color}`);
  return h(
    'div',
    { class: 'attachments' },
    text('pretext') !== '' && drawMrkdwn(host.store, text('pretext')),
    h(
      'div',
      { class: 'attachment', testid: 'attachment' },
      bar,
      h(
        'div',
        { class: 'attachment-body' },
        text('author_name') !== '' &&
          h('div', { class: 'subtitle' }, linked(text('author_link'), text('author_name'))),
        text('title') !== '' &&
          h(
            'div',
            { class: 'attachment-title' },
            linked(text('title_link'), drawMrkdwn(host.store, text('title'))),
          ),
        text('text') !== '' && drawLong(host, text('text')),
        objects(attachment['fields']).length > 0 &&
          h(
            'div',
            { class: 'fields' },
            objects(attachment['fields']).map((field) =>
              h(
                'div',
                { class: field['short'] === true ? 'cell' : 'cell wide' },
                h('strong', {}, String(field['title'] ?? '')),
                drawMrkdwn(host.store, String(field['value'] ?? '')),
              ),
            ),
          ),
        drawBlocks(host, objects(attachment['blocks'])),
        text('image_url') !== '' &&
          drawImage({ image_url: text('image_url'), alt_text: text('fallback') }, 'large'),
        h(
          'div',
          { class: 'block b-actions' },
          objects(attachment['actions']).map((action, index) => drawAction(host, action, index, legacy)),
        ),
        footer(attachment),
      ),
    ),
  );
}

/** Slack folds an attachment's text after 700 characters or five lines (docs.slack.dev, legacy attachments). */
const FOLD_AT = 700;
const FOLD_LINES = 5;

function drawLong(host: Host, text: string): HTMLElement {
  const key = `attachment ${text}`;
  const short = text.slice(0, FOLD_AT).split('\n').slice(0, FOLD_LINES).join('\n');
  if (short === text || host.store.folds.get(key)) return drawMrkdwn(host.store, text);
  const show = () => {
    host.store.folds.set(key, true);
    folded.replaceWith(drawMrkdwn(host.store, text));
  };
  const more = h('button', { class: 'show-all', testid: 'show-more', onclick: show }, 'Show more');
  const folded = h('div', {}, drawMrkdwn(host.store, short), more);
  return folded;
}

const linked = (href: string, child: Child): Child =>
  safeLink(href) ? h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, child) : child;

function footer(attachment: Json): Child {
  const at = Number(attachment['ts']);
  const when = Number.isFinite(at) && at > 0 ? new Date(at * 1000).toLocaleString() : '';
  const parts = [String(attachment['footer'] ?? ''), when].filter((part) => part !== '');
  return parts.length > 0 && h('div', { class: 'hint' }, parts.join(' · '));
}

function drawAction(
  host: Host,
  action: Json,
  index: number,
  legacy: (action: number, value?: string) => Promise<void>,
): Child {
  const url = String(action['url'] ?? '');
  const label = String(action['text'] ?? action['name'] ?? '');
  if (url !== '') {
    return (
      safeLink(url) &&
      h('a', { class: 'btn', href: url, target: '_blank', rel: 'noopener noreferrer' }, label)
    );
  }
  const old = action['confirm'] as Json | undefined;
  const asPlain = (text: unknown, otherwise: string) => ({
    type: 'plain_text',
    text: String(text ?? otherwise),
  });
  const confirm = old && {
    title: asPlain(old['title'], 'Are you sure?'),
    text: asPlain(old['text'], ''),
    confirm: asPlain(old['ok_text'], 'Okay'),
    deny: asPlain(old['dismiss_text'], 'Cancel'),
  };
  return h(
    'button',
    {
      class: `btn ${action['style'] === 'primary' || action['style'] === 'danger' ? action['style'] : ''}`,
      testid: 'legacy-button',
      onclick: async () => {
        if (await askConfirm(host.store, confirm)) await legacy(index);
      },
    },
    label,
  );
}
