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
 * spaces, straight quotes, no colour codes, no `|` borders of a wrapped `openstack … show` table. The two ends of
 * texts over 100 000 characters are kept, since wrappers stand in front and roots at the end.
 */
export function plainErrorText(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT / 2)} ${text.slice(-MAX_TEXT / 2)}` : text;
  return short
    .split('\n')
    .map(withoutTableBorder)
    .join(' ')
    .replace(/\x1b\[[0-9;]{0,20}m/g, '')
    .replace(/\\{1,8}["']/g, (escaped) => escaped.slice(-1))
    .replace(/\\{1,8}[nrt]/g, ' ')
    .replace(/&(?:quot|#34|#39|#x27|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[\u2018\u2019\u201b\u02bc]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ');
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
