import { parseUtc } from '../lib/duration.ts';
import { entriesOf, isChatter, levelWord, mentions } from '../lib/log-lines.ts';
import { UUID } from '../lib/uuid.ts';
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

const LEVELS: Readonly<Record<string, LogLevel>> = {
  WARN: 'warning',
  WARNING: 'warning',
  INFO: 'info',
  NOTICE: 'info',
  AUDIT: 'info',
  DEBUG: 'debug',
};

/** Enough for hours of one node, since what happened last tells most; of what is older chatter is left out. */
const MOST_RECORDS = 4000;
const MOST_BEFORE = 1000;

/** Entries of all excerpts, each excerpt oldest first. */
export function logRecords(excerpts: readonly LogExcerpt[]): readonly LogRecord[] {
  return excerpts.flatMap(({ source, host, lines, offset_minutes }) =>
    newestOf(entriesOf(lines)).map((entry) => ({
      source,
      host,
      text: entry.join('\n'),
      level: levelOf(entry[0] ?? ''),
      ...(offset_minutes ? { offset_minutes } : {}),
    })),
  );
}

function newestOf(entries: readonly string[][]): readonly string[][] {
  const before = entries.slice(0, -MOST_RECORDS).filter(([head = '']) => !isChatter(head));
  return [...before.slice(-MOST_BEFORE), ...entries.slice(-MOST_RECORDS)];
}

function levelOf(line: string): LogLevel {
  const word = levelWord(line);
  return word === undefined ? 'unknown' : (LEVELS[word] ?? 'error');
}

/** Words alone, such as `ironic` or `server`, and numbers alone stand in lines that are about something else. */
const TELLING_NAME = /^(?=.*[A-Za-z])(?=.*[\d._-])[\w.-]{4,}$/;

/** Whether a node's name is so much its own that a line with it is about the node; Ironic itself logs the UUID. */
export const isTellingName = (name: string): boolean => TELLING_NAME.test(name);

/**
 * Entries that name the node, by its UUID or by a name that tells; nodes of two clouds may share a name, so that it does
 * not count beside another one's UUID.
 */
export function recordsAbout(records: readonly LogRecord[], node: Node): readonly LogRecord[] {
  const name = node.name && isTellingName(node.name) ? node.name : undefined;
  return records.filter((record) => {
    if (mentions(record.text, node.uuid)) return true;
    return name !== undefined && mentions(record.text, name) && nodeIn(record) === undefined;
  });
}

/** `logs[ironic-conductor@conductor-1]`: the place, as evidence names it. */
export function placeOf(record: LogRecord): string {
  return record.host ? `logs[${record.source}@${record.host}]` : `logs[${record.source}]`;
}

const OF_NODE = new RegExp(`\\bnodes?[ :=/'"]{1,4}(${UUID})`, 'i');
/** Nova's adapter for lines about a server; several servers may have been asked for in one request. */
const OF_INSTANCE = new RegExp(`\\[instance: ${UUID}\\]`, 'i');

/**
 * Entries that may be about the node: those that name it or its instance, and those that name neither a node nor a
 * server. What is said of another node or of another server is left out.
 */
export function recordsFor(records: readonly LogRecord[], node: Node): readonly LogRecord[] {
  const own = new Set(recordsAbout(records, node));
  const instance = node.instance_uuid;
  return records.filter((record) => {
    if (own.has(record) || (instance && record.text.includes(instance))) return true;
    return !OF_NODE.test(record.text) && !(instance && OF_INSTANCE.test(record.text));
  });
}

/** UUID of the node that an entry is about by its own words. */
export const nodeIn = ({ text }: LogRecord): string | undefined => OF_NODE.exec(text)?.[1];

/** The same for a server: what is said of one that came of the same request is not about it. */
export function recordsForInstance(records: readonly LogRecord[], uuid: string): readonly LogRecord[] {
  return records.filter(({ text }) => text.includes(uuid) || !OF_INSTANCE.test(text));
}

/** Syslog's own head, which names no year, may stand before the service's. */
const WRITTEN_AT =
  /^(?:[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \S{1,255} [^\s:]{1,100}: )?\[?(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?)(Z|[+-]\d{2}:?\d{2})?/;

/**
 * Milliseconds since the epoch, from an entry that begins with an ISO day. A time without a zone is the host's, by the
 * excerpt's `offset_minutes`, and UTC where nothing is said.
 */
export function writtenAt(record: LogRecord): number | undefined {
  const stamp = WRITTEN_AT.exec(record.text);
  const at = stamp ? parseUtc(`${stamp[1]}T${stamp[2]?.replace(',', '.')}${stamp[3] ?? ''}`) : undefined;
  if (at === undefined || stamp?.[3] !== undefined) return at;
  return at - (record.offset_minutes ?? 0) * 60_000;
}
