import { cut } from '../lib/cut.ts';
import { formatDuration } from '../lib/duration.ts';
import { withoutIds } from '../lib/uuid.ts';
import { innermost } from './error-signature.ts';
import { movedIn } from './lock-lines.ts';
import { type LockConflict, lockConflicts } from './lock-trace.ts';
import { type LogRecord, writtenAt } from './log-records.ts';
import { isFailed } from './provision-state.ts';

/** A log entry that tells something, or several of the same. */
export interface TellingLine {
  /** ISO 8601 in UTC, of the last one; absent where the line carries no time that we read. */
  readonly at?: string;
  readonly count: number;
  /** `ironic-conductor@conductor-1`, `journal`. */
  readonly place: string;
  /** In plain words, where the wording is known. */
  readonly says?: string;
  /** The log's own words without the head of the line; of a traceback its first and last line. */
  readonly text: string;
}

/** Of a long night; what is left out is in the extract. */
const MAX = { errors: 8, warnings: 4, transitions: 8, locks: 3, looked: 400 } as const;
const MAX_TEXT = 400;

/** What oslo.log puts before the message: day, time, process, level, logger, request. */
const HEAD =
  /^\[?\d{4}-\d\d-\d\d[ T]\S+ (?:\d+ )?(?:[A-Z]+ )?(?:\w+(?:\.\w+)+ |\w+ (?=\[))?(?:\[[^\]]{0,300}\] )?/;

/** Errors first the ones whose wording is known, then by time, the newest first; the same are counted. */
export function tellingErrors(records: readonly LogRecord[]): readonly TellingLine[] {
  const errors = fold(records.filter((record) => record.level === 'error'));
  const shown = [...errors.filter((one) => one.says), ...errors.filter((one) => !one.says)];
  if (shown.length > 0) return shown.slice(0, MAX.errors).toSorted(newestFirst);
  // Without an error a warning that means something is better than nothing.
  const warnings = fold(records.filter((record) => record.level === 'warning'));
  return warnings.filter((one) => one.says).slice(0, MAX.warnings);
}

/** The states that the node went through, the newest first. */
export function transitionsIn(records: readonly LogRecord[]): readonly TellingLine[] {
  return records
    .flatMap((record) => {
      const moved = movedIn(record.text);
      if (!moved) return [];
      const { from, to, target } = moved;
      const goes = target !== undefined && target !== to && !isFailed(to);
      const headed = goes ? `, on the way to ${target}` : '';
      return [{ ...timeOf(record), count: 1, place: nameOf(record), text: `${from} → ${to}${headed}` }];
    })
    .toSorted(newestFirst)
    .slice(0, MAX.transitions);
}

/** Who wanted the node and did not get it, who had it, for what and how long. */
export function locksIn(records: readonly LogRecord[]): readonly TellingLine[] {
  return lockConflicts(records)
    .slice(-MAX.locks)
    .map((conflict) => {
      const last = conflict.records.at(-1);
      return {
        ...(last ? timeOf(last) : {}),
        count: 1,
        place: last ? nameOf(last) : conflict.host,
        text: lockWords(conflict),
      };
    });
}

function lockWords({ host, wanted, purpose, heldSeconds, heldAtLeastSeconds, times }: LockConflict): string {
  const refused = wanted ? `${wanted} was refused` : 'a task was refused';
  const often = times > 1 ? ` (${times} tasks were)` : '';
  const holder = purpose ? `held the lock for ${purpose}` : 'held the lock';
  const seconds = heldSeconds ?? heldAtLeastSeconds;
  const atLeast = heldSeconds === undefined ? 'at least ' : '';
  const long = seconds === undefined ? '' : `, ${atLeast}${formatDuration(seconds)} in all`;
  return `${refused}${often}: ${host || 'another task'} ${holder}${long}`;
}

/** Lines of a file that nobody has levels for: what looks like an error, or says something known. */
export function tellingIn(place: string, lines: readonly string[]): readonly TellingLine[] {
  const suspicious = lines.filter((line) => /\b(?:ERROR|CRITICAL|Traceback|[Ff]ailed|[Ee]rror:)/.test(line));
  return fold(suspicious.map((text) => ({ source: place, host: '', text, level: 'error' as const }))).slice(
    0,
    MAX.errors,
  );
}

/** Newest first; entries that differ in ids and numbers only are one. */
function fold(records: readonly LogRecord[]): readonly TellingLine[] {
  const byWords = new Map<string, { record: LogRecord; count: number }>();
  for (const record of records.slice(-MAX.looked)) {
    const words = messageOf(record.text);
    const key = withoutIds(words);
    // Set afresh, so that the last one decides on the place in the order.
    const known = byWords.get(key);
    byWords.delete(key);
    byWords.set(key, { record, count: (known?.count ?? 0) + 1 });
  }
  return [...byWords.values()].reverse().map(({ record, count }) => {
    const recognition = innermost(record.text);
    return {
      ...timeOf(record),
      count,
      place: nameOf(record),
      ...(recognition ? { says: recognition.signature.says } : {}),
      text: cut(messageOf(record.text), MAX_TEXT, 'middle'),
    };
  });
}

/** The message without the head; of an entry with a traceback the first line and the exception. */
export function messageOf(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(HEAD, '').trim());
  const first = lines[0] ?? '';
  const last = lines.findLast(Boolean) ?? '';
  return last && last !== first ? `${first} … ${last}` : first;
}

function nameOf({ source, host }: LogRecord): string {
  return host ? `${source}@${host}` : source;
}

function timeOf(record: LogRecord): { at?: string } {
  const ms = writtenAt(record);
  return ms === undefined ? {} : { at: new Date(ms).toISOString() };
}

function newestFirst(a: TellingLine, b: TellingLine): number {
  return (b.at ?? '').localeCompare(a.at ?? '');
}
