import { type Inline, parsePlain, safeLink } from './inline.ts';
import type { Block } from './mrkdwn.ts';

/** The markdown block's dialect, as far as a chat message uses it. */
export function parseMarkdown(source: string): Block[] {
  const out: Block[] = [];
  const lines = source.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const fence = /^\s*```/.test(line);
    if (fence) {
      const end = lines.findIndex((one, index) => index > at && /^\s*```\s*$/.test(one));
      const last = end < 0 ? lines.length : end;
      out.push({ t: 'pre', v: lines.slice(at + 1, last).join('\n') });
      at = last;
      continue;
    }
    const table = tableAt(lines, at);
    if (table) {
      out.push(table.block);
      at = table.end;
      continue;
    }
    out.push(...oneLine(line));
  }
  return out;
}

function oneLine(line: string): Block[] {
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) return [{ t: 'heading', level: heading[1]?.length ?? 1, c: inline(heading[2] ?? '') }];
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return [{ t: 'rule' }];
  const quote = /^>\s?(.*)$/.exec(line);
  if (quote) return [{ t: 'quote', c: oneLine(quote[1] ?? '') }];
  const item = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/.exec(line);
  if (item) {
    const mark = /\d/.test(item[2] ?? '') ? (item[2] ?? '') : '•';
    return [{ t: 'item', mark, depth: Math.floor((item[1]?.length ?? 0) / 2), c: inline(item[3] ?? '') }];
  }
  return line.trim() === '' ? [{ t: 'line', c: [] }] : [{ t: 'line', c: inline(line) }];
}

function tableAt(lines: readonly string[], at: number): { block: Block; end: number } | undefined {
  const rule = lines[at + 1] ?? '';
  if (
    !lines[at]?.includes('|') ||
    !/^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(rule) ||
    !rule.includes('-')
  )
    return undefined;
  let end = at + 1;
  while (lines[end + 1]?.includes('|')) end += 1;
  const cells = (line: string) =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => inline(cell.trim()));
  const rows = [lines[at] ?? '', ...lines.slice(at + 2, end + 1)].map(cells);
  return { block: { t: 'table', rows }, end };
}

const RULES: readonly (readonly [RegExp, (match: RegExpExecArray) => Inline | undefined])[] = [
  [/^`([^`]+)`/, (m) => ({ t: 'code', v: m[1] ?? '' })],
  [/^\*\*(?=\S)(.+?)\*\*/, (m) => ({ t: 'bold', c: inline(m[1] ?? '') })],
  [/^~~(?=\S)(.+?)~~/, (m) => ({ t: 'strike', c: inline(m[1] ?? '') })],
  [/^([*_])(?=\S)(.+?)\1(?![\p{L}\p{N}])/u, (m) => ({ t: 'italic', c: inline(m[2] ?? '') })],
  [
    /^\[([^\]]+)\]\(([^)\s]+)\)/,
    (m) => (safeLink(m[2] ?? '') ? { t: 'link', href: m[2] ?? '', c: inline(m[1] ?? '') } : undefined),
  ],
];

function inline(source: string): Inline[] {
  const out: Inline[] = [];
  let plain = '';
  for (let at = 0; at < source.length; ) {
    const rest = source.slice(at);
    const hit =
      /[`*~_[]/.test(rest[0] ?? '') && !(rest[0] === '_' && /[\p{L}\p{N}]$/u.test(plain))
        ? firstHit(rest)
        : undefined;
    if (!hit) {
      plain += source[at];
      at += 1;
      continue;
    }
    out.push(...parsePlain(plain), hit.token);
    plain = '';
    at += hit.length;
  }
  return [...out, ...parsePlain(plain)];
}

function firstHit(rest: string): { token: Inline; length: number } | undefined {
  for (const [pattern, make] of RULES) {
    const match = pattern.exec(rest);
    const token = match ? make(match) : undefined;
    if (match && token) return { token, length: match[0].length };
  }
  return undefined;
}
