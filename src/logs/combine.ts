import { entriesOf, isChatter } from '../lib/log-lines.ts';
import { sizeInWords } from './budget.ts';
import { lineTimes } from './line-time.ts';
import type { LogExcerpt } from './log-source.ts';
import { mergeByTime } from './merge.ts';

/** An excerpt taken apart into entries, so that several can be put together. */
export interface Log {
  readonly source: string;
  readonly host: string;
  readonly offsetMinutes: number;
  /** Oldest first. */
  readonly entries: readonly LogEntry[];
  readonly cut: readonly string[];
}

export interface LogEntry {
  readonly text: string;
  readonly lines: readonly string[];
  /** Milliseconds since the epoch, where the entry or the one before it says. */
  readonly time: number | undefined;
}

/** Of all lines together: a question's answer is held in memory, scrubbed and saved. */
const MOST_BYTES = 4_000_000;

export function logsOf(excerpts: readonly LogExcerpt[], now: Date): readonly Log[] {
  return excerpts.map(({ source, host, lines, cut, offset_minutes = 0 }) => {
    const timeOf = lineTimes({ offsetMinutes: offset_minutes, now });
    let time: number | undefined;
    const entries = entriesOf(lines).map((entry) => {
      time = timeOf(entry[0] ?? '') ?? time;
      return { text: entry.join('\n'), lines: entry, time };
    });
    return { source, host, offsetMinutes: offset_minutes, entries, cut: cut === undefined ? [] : [cut] };
  });
}

/** One log for each service of each host, oldest first, each entry as often as the log that has it most often. */
export function combine(logs: readonly Log[]): readonly Log[] {
  const known = new Map<string, Log>();
  for (const log of logs) {
    const key = JSON.stringify([log.source, log.host, log.offsetMinutes]);
    const other = known.get(key);
    known.set(
      key,
      other
        ? {
            ...log,
            entries: union(other.entries, log.entries),
            cut: [...new Set([...other.cut, ...log.cut])],
          }
        : log,
    );
  }
  return [...known.values()];
}

function union(left: readonly LogEntry[], right: readonly LogEntry[]): readonly LogEntry[] {
  const times = new Map<string, number>();
  for (const { text } of left) times.set(text, (times.get(text) ?? 0) + 1);
  const added = right.filter(({ text }) => {
    const count = times.get(text) ?? 0;
    if (count > 0) times.set(text, count - 1);
    return count === 0;
  });
  return mergeByTime([left, added]);
}

/** Excerpts again, the newest entries of all within bounds, and of older ones what is no chatter, within a quarter of them. */
export function toExcerpts(logs: readonly Log[], mostBytes = MOST_BYTES): readonly LogExcerpt[] {
  const newestFirst = logs
    .flatMap(({ entries }) => entries)
    .toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0))
    .toReversed();
  let bytes = 0;
  let before = 0;
  const left = new Set<LogEntry>();
  for (const entry of newestFirst) {
    const own = Buffer.byteLength(entry.text) + 1;
    bytes += own;
    if (bytes <= mostBytes) continue;
    if (!isChatter(entry.lines[0] ?? '')) before += own;
    if (isChatter(entry.lines[0] ?? '') || before > mostBytes / 4) left.add(entry);
  }
  return logs.flatMap(({ source, host, offsetMinutes, entries, cut }) => {
    const kept = left.size === 0 ? entries : entries.filter((entry) => !left.has(entry));
    const older =
      kept.length < entries.length
        ? [
            `only the newest ${sizeInWords(mostBytes)} of lines are here; older ones of ${source} were left out`,
          ]
        : [];
    const words = [...cut, ...older];
    if (kept.length === 0 && words.length === 0) return [];
    return [
      {
        source,
        host,
        lines: kept.flatMap((entry) => entry.lines),
        ...(words.length > 0 ? { cut: words.join('; ') } : {}),
        ...(offsetMinutes === 0 ? {} : { offset_minutes: offsetMinutes }),
      },
    ];
  });
}
