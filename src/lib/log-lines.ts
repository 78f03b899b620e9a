/**
 * Where an entry of a log begins and which lines belong to it: oslo.log, syslog, journald, and plain heads that begin
 * with a level (openstack/oslo.log oslo_log/_options.py, logging_context_format_string, logging_exception_prefix).
 */

const DAY = String.raw`\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}`;
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const SYSLOG = String.raw`${MONTH} [ \d]\d \d{2}:\d{2}:\d{2}`;
const LEVEL = '(?:TRACE|DEBUG|INFO|AUDIT|WARNING|ERROR|CRITICAL)';

/** Web servers: `10.0.0.7 - - [22/Nov/2026:18:40:22 +0000] "GET ...`. */
const ACCESS = String.raw`\S{1,255} \S{1,64} \S{1,64} \[\d{2}/[A-Z][a-z]{2}/\d{4}[: ]`;

const BEGINS = new RegExp(String.raw`^(?:\[?${DAY}|${SYSLOG}|${LEVEL} |${ACCESS})`);

/**
 * What syslog or journald put in front; time, process, level and logger; the context in brackets, which oslo.log leaves
 * out on the lines of a traceback; the text.
 */
const HEAD = new RegExp(
  String.raw`^((?:(?:${SYSLOG}|\[?${DAY}\S{0,30}) \S{1,255} [^\s:]{1,100}: )?(?:\[?${DAY}\S{0,30} )?(?:\d{1,10} )?)(${LEVEL}) ([\w.-]{1,200}) (\[[^\]]{0,1000}\] ?)?(.*)`,
  's',
);
const IN_TRACEBACK = /^(?: {2,}|\t|Traceback |[\w.]+(?:Error|Exception|Failure)\b)/;

interface Head {
  /** Equal for all lines of one entry. */
  readonly key: string;
  readonly error: boolean;
  readonly context: string | undefined;
  readonly inTraceback: boolean;
}

function headOf(line: string): Head | undefined {
  const match = HEAD.exec(line);
  if (!match) return undefined;
  const [, before = '', level = '', logger = '', context, text = ''] = match;
  return {
    key: `${before}${logger}`,
    error: /^(?:TRACE|ERROR|CRITICAL)$/.test(level),
    context,
    inTraceback: IN_TRACEBACK.test(text),
  };
}

/** An entry begins here whatever stands before: the place where a log may be cut without tearing an entry apart. */
export function surelyBegins(line: string): boolean {
  if (!BEGINS.test(line)) return false;
  const head = headOf(line);
  return !head?.error || (head.context !== undefined && !head.inTraceback);
}

/**
 * Lines grouped into entries, each with its traceback, its command's output and whatever has no head of its own. No
 * line is lost and none changes its place; what stands before the first head is an entry, too.
 */
export function entriesOf(lines: Iterable<string>): string[][] {
  const entries: string[][] = [];
  let open: string[] | undefined;
  let first: Head | undefined;
  for (const line of lines) {
    const head = BEGINS.test(line) ? headOf(line) : undefined;
    const begins = BEGINS.test(line) && !(head && continues(head, first));
    if (open && !begins) open.push(line);
    else {
      open = [line];
      entries.push(open);
      first = head;
    }
  }
  return entries;
}

/** oslo.log repeats time, process and logger on each line of a traceback, and the request where a site wants it so. */
function continues(head: Head, first: Head | undefined): boolean {
  if (!head.error) return false;
  const same = head.key === first?.key;
  if (head.context !== undefined) return head.inTraceback && same && head.context === first?.context;
  return head.inTraceback || same;
}

const ANY_LEVEL = /\b(?:ERROR|CRITICAL|TRACE|FATAL|WARN(?:ING)?|INFO|NOTICE|AUDIT|DEBUG)\b/;

/** The first level word in the head of an entry's first line; those of its message are no level. */
export const levelWord = (line: string): string | undefined => ANY_LEVEL.exec(line.slice(0, 120))?.[0];

/** What is written in any quantity while nothing is the matter, by the first line of the entry. */
export const isChatter = (line: string): boolean =>
  /^(?:INFO|NOTICE|AUDIT|DEBUG)$/.test(levelWord(line) ?? '');

const COLOUR = new RegExp(String.raw`${String.fromCharCode(27)}\[[\d;]{0,20}[A-Za-z]`, 'g');

/** A line without what a terminal would take for colours, and without NULs and a carriage return at its end. */
export function plainLine(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text.includes('\u001b') || text.includes('\0')
    ? text.replaceAll('\0', '').replace(COLOUR, '')
    : text;
}

/** Whether the text names the word itself: `node-1` is not in `node-17` and not in `my-node-1`. */
export function mentions(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`;
    if (!/[\w-]/.test(around)) return true;
  }
  return false;
}
