import { decode, type Inline, parseInline } from './inline.ts';

/** A piece of a text, line by line. `mark` of an item is what stands before it: a bullet or a number. */
export type Block =
  | { readonly t: 'line'; readonly c: readonly Inline[] }
  | { readonly t: 'heading'; readonly level: number; readonly c: readonly Inline[] }
  | { readonly t: 'item'; readonly mark: string; readonly depth: number; readonly c: readonly Inline[] }
  | { readonly t: 'quote'; readonly c: readonly Block[] }
  | { readonly t: 'pre'; readonly v: string }
  | { readonly t: 'rule' }
  | { readonly t: 'table'; readonly rows: readonly (readonly (readonly Inline[])[])[] };

/** Slack's mrkdwn: fences, quotes, bulleted lines, and inline marks. */
export function parseMrkdwn(source: string): Block[] {
  return source.split('```').flatMap((part, index, parts) => {
    // An unclosed fence is not a fence.
    if (index % 2 === 1 && index < parts.length - 1)
      return [{ t: 'pre' as const, v: decode(part.replace(/^\n|\n$/g, '')) }];
    const text = index % 2 === 1 ? `\`\`\`${part}` : part;
    const trimmed = index === 0 ? text : text.replace(/^\n/, '');
    return trimmed === '' ? [] : parseLines(index < parts.length - 1 ? trimmed.replace(/\n$/, '') : trimmed);
  });
}

function parseLines(text: string): Block[] {
  const out: Block[] = [];
  let quote: string[] = [];
  const flush = () => {
    if (quote.length > 0) out.push({ t: 'quote', c: parseLines(quote.join('\n')) });
    quote = [];
  };
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line)?.[1];
    if (quoted !== undefined) {
      quote.push(quoted);
      continue;
    }
    flush();
    const item = /^(\s*)([•◦▪–-]|\d+\.) +(.*)$/.exec(line);
    if (item) {
      const [, indent = '', mark = '', rest = ''] = item;
      out.push({
        t: 'item',
        mark: mark === '-' ? '•' : mark,
        depth: Math.floor(indent.length / 2),
        c: parseInline(rest),
      });
    } else out.push({ t: 'line', c: parseInline(line) });
  }
  flush();
  return out;
}
