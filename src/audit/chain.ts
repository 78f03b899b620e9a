import type { AuditEntry } from '../core/audit-entry.ts';
import { entryHash, GENESIS } from './canonical.ts';
import type { ChangedColumn, Head } from './fault.ts';
import { columnsOf } from './journal.ts';
import { bytesOf, type RawRow, rawOf, textOf } from './raw-rows.ts';

/** What one row is by itself, before anything is held against it. */
export interface RowRead {
  /** Its number in the table. */
  readonly position: number;
  /** The number that the entry in it gives itself. */
  readonly claimed: number | undefined;
  /** The hash of what is in it now, and the one that stands beside it. */
  readonly actual: string;
  readonly kept: string | undefined;
  /** What it says the hash before is: in the entry, and in the column. */
  readonly previous: readonly string[];
  /** Columns that do not say what the entry says. */
  readonly disagreeing: readonly ChangedColumn[];
}

export function readRow(row: RawRow): RowRead {
  const entry = parse(row.entry);
  const column = textOf(row.previous);
  const inEntry = typeof entry?.previous === 'string' ? entry.previous : undefined;
  const actual = entryHash(inEntry ?? column ?? '', bytesOf(row.entry));
  const claimed = entry && Number.isSafeInteger(entry.seq) ? entry.seq : undefined;
  return {
    position: Number(textOf(row.seq)),
    claimed,
    actual,
    kept: textOf(row.hash),
    previous: [...new Set([inEntry, column].filter((one) => one !== undefined))],
    disagreeing: entry ? disagreeing(row, entry, actual) : [],
  };
}

function disagreeing(row: RawRow, entry: AuditEntry, actual: string): readonly ChangedColumn[] {
  const { seq: _, ...columns } = columnsOf(entry);
  const expected = { ...columns, previous: entry.previous, hash: actual };
  return (Object.keys(expected) as (keyof typeof expected)[]).filter(
    (name) => row[name] !== rawOf(expected[name] ?? null),
  );
}

function parse(raw: RawRow['entry']): AuditEntry | undefined {
  try {
    const value: unknown = JSON.parse(bytesOf(raw).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as AuditEntry) : undefined;
  } catch {
    return undefined;
  }
}

/** What is known about the hash that an entry must have. */
export interface Vouched {
  /** From outside: a head that was posted. It beats all else. */
  readonly posted: string | undefined;
  /** By the row of the head, if it names this number. */
  readonly head: string | undefined;
  /** By the entry after it. `sure` unless that one is itself in doubt. */
  readonly next: { readonly hashes: readonly string[]; readonly sure: boolean } | undefined;
}

export type Content =
  | { readonly kind: 'authentic'; readonly badSuccessor: boolean }
  | { readonly kind: 'rewritten' }
  | { readonly kind: 'changed'; readonly columns: readonly ChangedColumn[] };

/** Whether the entry in a row is the one that was appended under that number. */
export function judgeContent({ actual, kept }: RowRead, { posted, head, next }: Vouched): Content {
  const whole = actual === kept;
  const chained = next?.hashes.includes(actual) ?? false;
  const authentic =
    posted !== undefined ? posted === actual : head === actual || (next?.sure ? chained : chained || whole);
  if (authentic) return { kind: 'authentic', badSuccessor: next?.sure === true && !chained };
  if (whole) return { kind: 'rewritten' };
  const good = [posted, head, ...(next?.hashes ?? [])].filter((hash) => hash !== undefined);
  if (good.length === 0) return { kind: 'changed', columns: ['entry or hash'] };
  return {
    kind: 'changed',
    columns: kept !== undefined && good.includes(kept) ? ['entry'] : ['entry', 'hash'],
  };
}

export const START: Head = { seq: 0, hash: GENESIS };
