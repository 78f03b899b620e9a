import { mentions } from '../../lib/log-lines.ts';
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

/** Whether one of the words stands in the entry by itself. */
export function isAbout({ head, lines }: Readable, words: readonly string[]): boolean {
  const text = [head ?? '', ...lines].join('\n');
  return words.some((word) => mentions(text, word));
}

/** Lines of a traceback that a shipper sent one by one. */
const CONTINUES =
  /^(?:\s|Traceback \(|[\w.]+(?:Error|Exception|Failure)\b|Command: |Exit code: |Std(?:out|err): )/;
/** So near to the entry before it must be for that. */
const NEAR_MS = 1_000;

/** One excerpt for each service of each host, oldest first; `cut` holds for each of them. */
export function excerptsOf(
  entries: readonly Entry[],
  { cut, offsetMinutes = 0 }: { readonly cut?: string | undefined; readonly offsetMinutes?: number } = {},
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
    lines: log.flatMap((entry, index) => linesOf(entry, log[index - 1])),
    ...(cut === undefined ? {} : { cut }),
    ...(offsetMinutes === 0 ? {} : { offset_minutes: offsetMinutes }),
  }));
}

function linesOf({ head, lines, ms }: Entry, before: Entry | undefined): readonly string[] {
  const [top = '', ...rest] = lines;
  if (head === undefined || (before && ms - before.ms <= NEAR_MS && CONTINUES.test(top))) return lines;
  return [`${head} ${top}`, ...rest];
}
