/**
 * Text that may stand in a `mrkdwn` object. Only this file makes it, so that nothing from outside reaches a message
 * unescaped: a plain string does not fit where Mrkdwn is asked for.
 */
export type Mrkdwn = string & { readonly __mrkdwn: true };

/** Far more than any line shows; keeps the work small for a text of megabytes. */
const MAX_INPUT = 8_000;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/**
 * Slack knows no escape for its formatting characters, only for `&`, `<` and `>`. What would format is replaced by a
 * character that looks the same.
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = { '*': '∗', '~': '∼', '`': "'", _: '＿' };

/** Our own words with values in between; the values have to be escaped already. */
export function md(literals: TemplateStringsArray, ...values: readonly (Mrkdwn | number)[]): Mrkdwn {
  return trust(literals.reduce((whole, literal, index) => `${whole}${values[index - 1] ?? ''}${literal}`));
}

export function join(parts: readonly Mrkdwn[], separator: ' · ' | ', ' | ' ' | '; ' | '\n' | '\n\n'): Mrkdwn {
  return trust(parts.filter(Boolean).join(separator));
}

export const NOTHING = trust('');

/**
 * Running text from outside, at most `max` characters after escaping, on one line. Pairs of backticks stay code;
 * nothing else in it formats, links or mentions.
 */
export function text(value: string, max = 300): Mrkdwn {
  const kept = within(clean(value), max, 'end');
  const spans = kept.split(/(`[^`]+`)/);
  return trust(
    spans.map((span) => (/^`[^`]+`$/.test(span) ? entities(span) : unformatted(entities(span)))).join(''),
  );
}

/** Outside text as inline code, cut in the middle: wrappers stand in front and the inner cause last. */
export function code(value: string, max = 300, where: 'end' | 'middle' = 'middle'): Mrkdwn {
  const kept = within(clean(value).replaceAll('`', "'"), max - 2, where);
  return trust(`\`${entities(kept) || '(empty)'}\``);
}

/** Outside text as a block of code with its lines. */
export function codeBlock(value: string, max = 1500): Mrkdwn {
  const kept = within(cleanLines(value).replaceAll('`', "'"), max - 8, 'middle');
  return trust(`\`\`\`\n${entities(kept) || '(empty)'}\n\`\`\``);
}

/**
 * For `plain_text` objects, where nothing is parsed. Angle brackets become look-alikes all the same, so that the text
 * stays harmless wherever a client quotes it. `max` counts characters as Slack does.
 */
export function plain(value: string, max: number): string {
  const kept = within(clean(value).replaceAll('<', '‹').replaceAll('>', '›'), max, 'end', (point) => point);
  return kept || '-';
}

/** A link of ours; the address is one of our own constants, or our workspace's as Slack tells it. */
export function link(url: `https://${string}` | `http://${string}`, label: string): Mrkdwn {
  return trust(`<${entities(url).replace(/[|\s]/g, '')}|${entities(clean(label).replaceAll('|', '/'))}>`);
}

/** Somebody, by the id that Slack vouches for or that the policy names; never by anything that was read or typed. */
export function person(id: string): Mrkdwn {
  return /^[UW][A-Z0-9]{2,30}$/.test(id) ? trust(`<@${id}>`) : code(id, 40);
}

/** A user group that the policy names. */
export function group(id: string): Mrkdwn {
  return /^S[A-Z0-9]{2,30}$/.test(id) ? trust(`<!subteam^${id}>`) : code(id, 40);
}

/** For a lock screen, where nothing is drawn as code. */
export function withoutCode(line: Mrkdwn): Mrkdwn {
  return trust(line.replaceAll('`', ''));
}

export function bold(inner: Mrkdwn): Mrkdwn {
  return trust(`*${inner}*`);
}

/** Slack draws the time in the reader's own zone; `fallback` is for where it cannot. */
export function dateToken(seconds: number, format: string, fallback: string): Mrkdwn {
  return trust(`<!date^${Math.floor(seconds)}^${format}|${entities(fallback)}>`);
}

/** One line; controls shown, bidirectional marks and other invisible characters removed. */
export function clean(value: string): string {
  return visible(value).replace(/\s+/g, ' ').trim();
}

function cleanLines(value: string): string {
  const lines = visible(value)
    .replaceAll('\t', '  ')
    .split(/\r?\n|[\r\u2028\u2029]/);
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

function visible(value: string): string {
  return (
    bounded(value)
      .toWellFormed()
      // C0 controls have pictures of their own; tab, newline and carriage return are white space.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (control) =>
        String.fromCharCode(0x2400 + control.charCodeAt(0)),
      )
      .replace(/[\u007f-\u009f]/g, '␡')
      .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Co}\p{Noncharacter_Code_Point}\u2800]/gu, '')
      .replace(/(\p{M}{2})\p{M}+/gu, '$1')
      .replace(/@(?=here|channel|everyone|group)/gi, '＠')
  );
}

/** Both ends of a text too long to be worth reading whole. */
function bounded(value: string): string {
  if (value.length <= MAX_INPUT) return value;
  return `${value.slice(0, MAX_INPUT / 2)}…${value.slice(-MAX_INPUT / 2)}`;
}

const escaped = (point: string): string => ENTITIES[point] ?? point;

function entities(value: string): string {
  return value.replace(/[&<>]/g, escaped);
}

function unformatted(value: string): string {
  return (
    value
      .replace(/[*~`]/g, (mark) => LOOK_ALIKES[mark] ?? mark)
      // Names are full of underscores; only one that opens what another closes makes italics.
      .replace(/(?<![\p{L}\p{N}])_(?=\S.*_(?![\p{L}\p{N}]))/gu, LOOK_ALIKES['_'] ?? '')
  );
}

/** Cuts between code points, measured as the text will be once `as` has been applied. */
function within(value: string, max: number, where: 'end' | 'middle', as = escaped): string {
  const points = Array.from(value);
  const size = points.reduce((sum, point) => sum + as(point).length, 0);
  if (size <= max) return value;
  const budget = Math.max(0, max - 1);
  const head = take(points, where === 'end' ? budget : Math.ceil(budget / 2), as);
  if (where === 'end') return `${head.join('')}…`;
  const tail = take(points.toReversed(), Math.floor(budget / 2), as).reverse();
  return `${head.join('')}…${tail.join('')}`;
}

function take(points: readonly string[], budget: number, as: (point: string) => string): string[] {
  let left = budget;
  const end = points.findIndex((point) => {
    left -= as(point).length;
    return left < 0;
  });
  return points.slice(0, end === -1 ? points.length : end);
}

function trust(value: string): Mrkdwn {
  return value as Mrkdwn;
}
