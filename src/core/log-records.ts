import { parseUtc } from '../lib/duration.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { LogExcerpt } from './facts.ts';

/** One entry of a log: its first line and the lines that belong to it, such as a traceback or a command's stderr. */
export interface LogRecord {
  readonly source: string;
  readonly host: string;
  /** All its lines, joined by newlines. */
  readonly text: string;
  readonly level: LogLevel;
}

export type LogLevel = 'error' | 'warning' | 'info' | 'debug' | 'unknown';

/** A day begins a record; `2026-11-22 18:40:22.184`, `2026-11-22T18:40:22Z`, syslog's `Nov 22 18:40:22`, journald's. */
const BEGINS =
  /^(?:\[?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d{2}:\d{2}:\d{2}|(?:DEBUG|INFO|WARNING|ERROR|CRITICAL|TRACE) )/;

/** oslo.log repeats the head on each line of a traceback and marks those lines TRACE or ERROR with no new request. */
const CONTINUES =
  /^\S+ \S+ (?:\d+ )?(?:TRACE|ERROR) [\w.]+ (?:\[[^\]]{0,200}\] )?(?: {2,}|Traceback |[\w.]+(?:Error|Exception|Failure)\b)/;

const LEVELS: readonly (readonly [RegExp, LogLevel])[] = [
  [/\b(?:ERROR|CRITICAL|TRACE|FATAL)\b/, 'error'],
  [/\bWARN(?:ING)?\b/, 'warning'],
  [/\b(?:INFO|NOTICE)\b/, 'info'],
  [/\bDEBUG\b/, 'debug'],
];

/** Enough for hours of one node; older records are left out, since what happened last tells most. */
const MOST_RECORDS = 4000;

/** Entries of all excerpts, each excerpt oldest first. */
export function logRecords(excerpts: readonly LogExcerpt[]): readonly LogRecord[] {
  return excerpts.flatMap(({ source, host, lines }) => {
    const entries: string[][] = [];
    for (const line of lines) {
      const last = entries.at(-1);
      if (last && (!BEGINS.test(line) || CONTINUES.test(line))) last.push(line);
      else entries.push([line]);
    }
    return entries.slice(-MOST_RECORDS).map((entry) => {
      const text = entry.join('\n');
      return { source, host, text, level: levelOf(entry[0] ?? '') };
    });
  });
}

/** The level word stands in the head of the entry; the words of its message are no level. */
function levelOf(line: string): LogLevel {
  const head = line.slice(0, 120);
  return LEVELS.find(([word]) => word.test(head))?.[1] ?? 'unknown';
}

/** Entries that name the node, by UUID or by a name that is not just a number or a common word. */
export function recordsAbout(records: readonly LogRecord[], node: Node): readonly LogRecord[] {
  const names = [node.uuid, node.name ?? ''].filter((name) => name.length >= 4);
  return records.filter(({ text }) => names.some((name) => mentions(text, name)));
}

/** `node-1` is not mentioned by `node-17`. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + name.length] ?? ' '}`;
    if (!/[\w-]/.test(around)) return true;
  }
  return false;
}

/** `logs[ironic-conductor@conductor-1]`: the place, as evidence names it. */
export function placeOf(record: LogRecord): string {
  return record.host ? `logs[${record.source}@${record.host}]` : `logs[${record.source}]`;
}

/**
 * Entries that may be about the node: those that name it or its instance, and those that name no node at all. What
 * is said of another node by its UUID is left out.
 */
export function recordsFor(records: readonly LogRecord[], node: Node): readonly LogRecord[] {
  const own = new Set(recordsAbout(records, node));
  const instance = node.instance_uuid;
  return records.filter((record) => {
    if (own.has(record) || (instance && record.text.includes(instance))) return true;
    return !/\bnode '?"?[0-9a-f]{8}-[0-9a-f]{4}-/i.test(record.text);
  });
}

/** Milliseconds since the epoch, from an entry that begins with an ISO day; logs of OpenStack are read as UTC. */
export function writtenAt(record: LogRecord): number | undefined {
  const stamp = /^\[?(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?)/.exec(
    record.text,
  );
  return stamp ? parseUtc(`${stamp[1]}T${stamp[2]?.replace(',', '.')}`) : undefined;
}
