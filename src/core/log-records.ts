import { parseUtc } from '../lib/duration.ts';
import { entriesOf, mentions } from '../lib/log-lines.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { LogExcerpt } from './facts.ts';

/** One entry of a log: its first line and the lines that belong to it, such as a traceback or a command's stderr. */
export interface LogRecord {
  readonly source: string;
  readonly host: string;
  /** All its lines, joined by newlines. */
  readonly text: string;
  readonly level: LogLevel;
  /** As in its {@link LogExcerpt}. */
  readonly offset_minutes?: number | undefined;
}

export type LogLevel = 'error' | 'warning' | 'info' | 'debug' | 'unknown';

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
  return excerpts.flatMap(({ source, host, lines, offset_minutes }) =>
    entriesOf(lines)
      .slice(-MOST_RECORDS)
      .map((entry) => ({
        source,
        host,
        text: entry.join('\n'),
        level: levelOf(entry[0] ?? ''),
        ...(offset_minutes ? { offset_minutes } : {}),
      })),
  );
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

/**
 * Milliseconds since the epoch, from an entry that begins with an ISO day. A time without a zone is the host's, by the
 * excerpt's `offset_minutes`, and UTC where nothing is said.
 */
export function writtenAt(record: LogRecord): number | undefined {
  const stamp = /^\[?(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?)(Z|[+-]\d{2}:?\d{2})?/.exec(
    record.text,
  );
  const at = stamp ? parseUtc(`${stamp[1]}T${stamp[2]?.replace(',', '.')}${stamp[3] ?? ''}`) : undefined;
  if (at === undefined || stamp?.[3] !== undefined) return at;
  return at - (record.offset_minutes ?? 0) * 60_000;
}
