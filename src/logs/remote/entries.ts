import type { LogExcerpt } from '../log-source.ts';
import type { Readable } from './structured.ts';

/** One entry of a log store. */
export interface Entry extends Readable {
  /** Since the epoch, in the store's own unit. */
  readonly at: bigint;
  /** Milliseconds since the epoch. */
  readonly ms: number;
  readonly source: string;
  readonly host: string;
}

/** Whether one of the words stands in the text by itself: `node-1` does not in `node-17` (as src/core/log-records.ts reads). */
export function mentionsAny(text: string, words: readonly string[]): boolean {
  return words.some((word) => {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      const around = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`;
      if (!/[\w-]/.test(around)) return true;
    }
    return false;
  });
}

/** The whole of an entry, as it is searched for words. */
export function textOf({ head, lines }: Readable): string {
  return [head ?? '', ...lines].join('\n');
}

/** Lines of a traceback that a shipper sent one by one. */
const CONTINUES =
  /^(?:\s|Traceback \(|[\w.]+(?:Error|Exception|Failure)\b|Command: |Exit code: |Std(?:out|err): )/;
/** So near to the entry before it must be for that. */
const NEAR_MS = 1_000;

/**
 * One excerpt for each service of each host, oldest first. `utcOffset` (`+02:00`) is written after times in lines that
 * do not say theirs; `cut` holds for each excerpt.
 */
export function excerptsOf(
  entries: readonly Entry[],
  options: { readonly utcOffset?: string | undefined; readonly cut?: string | undefined } = {},
): readonly LogExcerpt[] {
  const logs = new Map<string, Entry[]>();
  for (const entry of entries.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const key = JSON.stringify([entry.source, entry.host]);
    const log = logs.get(key);
    if (log) log.push(entry);
    else logs.set(key, [entry]);
  }
  return [...logs.values()].map((log) => ({
    source: log[0]?.source ?? '',
    host: log[0]?.host ?? '',
    lines: log.flatMap((entry, index) => linesOf(entry, log[index - 1], options.utcOffset)),
    ...(options.cut === undefined ? {} : { cut: options.cut }),
  }));
}

function linesOf(entry: Entry, before: Entry | undefined, utcOffset: string | undefined): readonly string[] {
  const { head, lines } = entry;
  const [top = '', ...rest] = lines;
  if (head === undefined)
    return utcOffset === undefined || utcOffset === '+00:00'
      ? lines
      : lines.map((line) => zoned(line, utcOffset));
  if (before && entry.ms - before.ms <= NEAR_MS && CONTINUES.test(top)) return lines;
  return [`${head} ${top}`, ...rest];
}

function zoned(line: string, offset: string): string {
  return line.replace(/^\[?\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?=\s|$)/, `$&${offset}`);
}
