import type { SlackFile } from '../types.ts';
import { type Child, fill, h } from './dom.ts';

/** A message's file: an image as such, a text with its first lines and the rest on demand, others to download. */
export function drawFile(file: SlackFile): Child {
  if (file.mimetype.startsWith('image/')) {
    return h(
      'a',
      { href: file.url_private, target: '_blank', class: 'file-image' },
      h('img', { src: file.url_private, alt: file.alt_txt ?? file.title, class: 'large' }),
    );
  }
  return file.preview === undefined ? download(file) : snippet(file, file.preview);
}

function download(file: SlackFile): Child {
  return h(
    'a',
    { class: 'file', href: file.url_private, download: file.name },
    '📄 ',
    h('span', {}, h('strong', {}, file.title), h('small', {}, `${file.name} · ${size(file.size)}`)),
  );
}

function snippet(file: SlackFile, preview: string): Child {
  const lines = file.lines ?? 0;
  const content = h('pre', { class: 'snippet-text', testid: 'file-text', tabindex: 0 }, preview);
  const label = () => (open ? 'Show less' : `Show all ${lines} lines`);
  let open = false;
  const toggle = h(
    'button',
    { class: 'snippet-toggle', testid: 'file-toggle', 'aria-expanded': 'false' },
    label(),
  );
  toggle.addEventListener('click', async () => {
    if (open) {
      open = false;
      fill(content, preview);
    } else {
      const whole = await wholeOf(file);
      if (whole === undefined) {
        fill(toggle, 'The file could not be read. Try again?');
        return;
      }
      open = true;
      fill(content, whole);
    }
    content.classList.toggle('open', open);
    toggle.setAttribute('aria-expanded', String(open));
    fill(toggle, label());
  });
  return h(
    'section',
    { class: 'snippet', testid: 'file', 'aria-label': file.title },
    h(
      'div',
      { class: 'snippet-head' },
      h('strong', {}, file.title),
      h('small', {}, `${file.name} · ${size(file.size)} · ${lines === 1 ? '1 line' : `${lines} lines`}`),
      h('a', { href: file.url_private, download: file.name, class: 'snippet-download' }, 'Download'),
    ),
    content,
    (file.lines_more ?? 0) > 0 && toggle,
  );
}

async function wholeOf(file: SlackFile): Promise<string | undefined> {
  try {
    const answer = await fetch(new URL(file.url_private).pathname);
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  }
}

const size = (bytes: number): string =>
  bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} kB`;
