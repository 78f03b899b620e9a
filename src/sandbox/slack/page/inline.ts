import { emojiChar } from './emoji.ts';

/** A piece of a line. Parsing ends here; drawing turns each into a text node or an element, never into HTML source. */
export type Inline =
  | { readonly t: 'text' | 'code'; readonly v: string }
  | { readonly t: 'bold' | 'italic' | 'strike'; readonly c: readonly Inline[] }
  | { readonly t: 'link'; readonly href: string; readonly c: readonly Inline[] }
  | { readonly t: 'user' | 'channel' | 'group'; readonly id: string; readonly label: string }
  | { readonly t: 'broadcast'; readonly v: string }
  | { readonly t: 'emoji'; readonly name: string; readonly v: string }
  | {
      readonly t: 'date';
      readonly at: number;
      readonly format: string;
      readonly href: string;
      readonly fallback: string;
    };

/** Slack's three entities; nothing else is an entity there. */
export function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** An address a click may open; anything else is shown as text. */
export const safeLink = (href: string): boolean => /^(https?:\/\/|mailto:|tel:)/i.test(href);

const STYLE = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
const WORD = /[\p{L}\p{N}]/u;

/** One line (or paragraph) of Slack's mrkdwn. */
export function parseInline(source: string): Inline[] {
  const out: Inline[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') out.push({ t: 'text', v: decode(plain) });
    plain = '';
  };
  let at = 0;
  while (at < source.length) {
    const found = tokenAt(source, at);
    if (found === undefined) {
      plain += source[at];
      at += 1;
      continue;
    }
    flush();
    out.push(found.token);
    at = found.end;
  }
  flush();
  return out;
}

interface Found {
  readonly token: Inline;
  readonly end: number;
}

function tokenAt(source: string, at: number): Found | undefined {
  const char = source[at];
  if (char === '`') return codeAt(source, at);
  if (char === '<') return controlAt(source, at);
  if (char === ':') return emojiAt(source, at);
  if (char === 'h') return bareLinkAt(source, at);
  if (char === '*' || char === '_' || char === '~') return styledAt(source, at, char);
  return undefined;
}

function codeAt(source: string, at: number): Found | undefined {
  const end = source.indexOf('`', at + 1);
  if (end <= at + 1 || source.slice(at, end).includes('\n')) return undefined;
  return { token: { t: 'code', v: decode(source.slice(at + 1, end)) }, end: end + 1 };
}

export function emojiAt(source: string, at: number): Found | undefined {
  const name = /^:([a-z0-9_+-]+):/.exec(source.slice(at, at + 60))?.[1];
  const v = name === undefined ? undefined : emojiChar(name);
  return name === undefined || v === undefined
    ? undefined
    : { token: { t: 'emoji', name, v }, end: at + name.length + 2 };
}

/** An address nobody put into `<…>`: Slack's own pages link it all the same. */
function bareLinkAt(source: string, at: number): Found | undefined {
  if (at > 0 && WORD.test(source[at - 1] ?? '')) return undefined;
  const raw = /^https?:\/\/(?:(?!&[lg]t;)[^\s<>|`])+/
    .exec(source.slice(at))?.[0]
    .replace(/(?:[.,:!?)*_~]|(?<!&amp);)+$/, '');
  if (raw === undefined || /^https?:\/\/$/.test(raw)) return undefined;
  const href = decode(raw);
  return { token: { t: 'link', href, c: [{ t: 'text', v: href }] }, end: at + raw.length };
}

function controlAt(source: string, at: number): Found | undefined {
  const end = source.indexOf('>', at);
  if (end < 0) return undefined;
  const [body = '', label = ''] = splitOnce(source.slice(at + 1, end), '|');
  const token = control(body, label);
  return token && { token, end: end + 1 };
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function control(body: string, label: string): Inline | undefined {
  if (body.startsWith('@')) return { t: 'user', id: body.slice(1), label: decode(label) };
  if (body.startsWith('#')) return { t: 'channel', id: body.slice(1), label: decode(label) };
  if (body.startsWith('!subteam^')) return { t: 'group', id: body.slice(9), label: decode(label) };
  if (body.startsWith('!date^')) {
    const [at = '', format = '', href = ''] = body.slice(6).split('^');
    return { t: 'date', at: Number(at), format: decode(format), href: decode(href), fallback: decode(label) };
  }
  if (body.startsWith('!')) return { t: 'broadcast', v: body.slice(1) };
  const href = decode(body);
  if (!safeLink(href)) return undefined;
  return {
    t: 'link',
    href,
    c: label === '' ? [{ t: 'text', v: href.replace(/^mailto:/, '') }] : parseInline(label),
  };
}

function styledAt(source: string, at: number, mark: '*' | '_' | '~'): Found | undefined {
  const before = source[at - 1];
  const first = source[at + 1];
  if (before !== undefined && (WORD.test(before) || before === mark)) return undefined;
  if (first === undefined || /\s/.test(first) || first === mark) return undefined;
  for (let end = at + 2; end < source.length && source[end] !== '\n'; end += 1) {
    const inner =
      source[end] === '`' ? codeAt(source, end) : source[end] === '<' ? controlAt(source, end) : undefined;
    if (inner) {
      end = inner.end - 1;
      continue;
    }
    const after = source[end + 1];
    if (
      source[end] === mark &&
      !/\s/.test(source[end - 1] ?? ' ') &&
      (after === undefined || !WORD.test(after))
    ) {
      return { token: { t: STYLE[mark], c: parseInline(source.slice(at + 1, end)) }, end: end + 1 };
    }
  }
  return undefined;
}

/** A plain_text object: emoji and nothing else. */
export function parsePlain(source: string): Inline[] {
  const out: Inline[] = [];
  let from = 0;
  for (let at = source.indexOf(':'); at >= 0; at = source.indexOf(':', at + 1)) {
    const found = emojiAt(source, at);
    if (!found) continue;
    if (at > from) out.push({ t: 'text', v: source.slice(from, at) });
    out.push(found.token);
    from = found.end;
    at = found.end - 1;
  }
  if (from < source.length) out.push({ t: 'text', v: source.slice(from) });
  return out;
}
