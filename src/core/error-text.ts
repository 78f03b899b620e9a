/** What Ironic keeps in history at most is 64 KiB (ironic/db/sqlalchemy/api.py); beyond this the middle is left out. */
const MAX_TEXT = 100_000;

const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

/**
 * An error text as it was before terminals, JSON bodies, tables and chat clients dressed it up: one line, single
 * spaces, straight quotes, no colour codes (nor what syslog and pagers make of them), no `|` borders of a wrapped
 * `openstack … show` table. The two ends of texts over 100 000 characters are kept, since wrappers stand in front and
 * roots at the end.
 */
export function plainErrorText(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT / 2)} ${text.slice(-MAX_TEXT / 2)}` : text;
  return short
    .split('\n')
    .map(withoutTableBorder)
    .join(' ')
    .replace(/(?:\x1b|#033|\^\[|\\(?:u00|x)1b)\[[0-9;]{0,20}m/gi, '')
    .replace(/\\{1,8}["']/g, (escaped) => escaped.slice(-1))
    .replace(/\\{1,8}[nrt]/g, ' ')
    .replace(/&(?:quot|#34|#39|#x27|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[\u2018\u2019\u201b\u02bc]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ');
}

/** One entry of a log inside a plain text. */
export interface TextRecord {
  readonly text: string;
  /** Offset in the plain text. */
  readonly at: number;
  /** Below ERROR: Ironic means to survive it. */
  readonly lesser: boolean;
}

/** How oslo.log begins a line: day, time, process, level, logger. */
const HEAD =
  /\b(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2})(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})? (?:\d{1,9} )?(DEBUG|INFO|WARNING|ERROR|CRITICAL|TRACE) ([\w.]{1,120})/g;

/** A paste with more is taken as one: it is a whole log, and the time goes into matching. */
const MOST_RECORDS = 800;

/**
 * The entries of a log in a `plainErrorText`. A traceback or a command's output that repeats its head within the
 * second belongs to the entry before it; text without heads is one entry.
 */
export function recordsIn(plain: string): readonly TextRecord[] {
  const starts: { at: number; lesser: boolean }[] = [];
  let before = '';
  for (const { index, 1: second, 2: level = '', 3: logger } of plain.matchAll(HEAD)) {
    const lesser = !/ERROR|CRITICAL|TRACE/.test(level);
    const head = `${second} ${logger} ${lesser ? level : 'ERROR'}`;
    if (head !== before) starts.push({ at: index, lesser });
    before = head;
  }
  if (starts.length === 0 || starts.length > MOST_RECORDS) return [{ text: plain, at: 0, lesser: false }];
  const first = starts[0]?.at ?? 0;
  if (plain.slice(0, first).trim() !== '') starts.unshift({ at: 0, lesser: false });
  return starts.map(({ at, lesser }, index) => ({
    text: plain.slice(at, starts[index + 1]?.at),
    at,
    lesser,
  }));
}

/** cliff repeats the borders on every line of a wrapped value and leaves the other columns empty. */
function withoutTableBorder(line: string): string {
  const trimmed = line.trim();
  if (trimmed.length < 3 || !trimmed.startsWith('|') || !trimmed.endsWith('|')) return line;
  return trimmed
    .split('|')
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '')
    .join(' ');
}
