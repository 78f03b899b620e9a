import fc from 'fast-check';
import { canonicalJson, entryHash } from '../../../src/audit/canonical.ts';
import type { Fault } from '../../../src/audit/fault.ts';
import type { JournalTable } from '../../../src/store/schema.ts';

/** What somebody with the database's password could do to a journal of `rows`, and what has to be found then. */
export interface Tampering {
  readonly name: string;
  /** The table as it is afterwards. */
  readonly rows: readonly JournalTable[];
  readonly faults: readonly Fault[];
  /** Counterexamples of fast-check would print the whole table. */
  readonly [fc.toStringMethod]?: () => string;
}

function tampering(name: string, rows: readonly JournalTable[], faults: readonly Fault[]): Tampering {
  return { name, rows, faults, [fc.toStringMethod]: () => name };
}

export const COLUMNS = [
  'at',
  'kind',
  'actor',
  'requester',
  'approval',
  'node',
  'name',
  'entry',
  'previous',
  'hash',
] as const;

/** One character of one column is another one. */
export function changedCharacter(rows: readonly JournalTable[]): fc.Arbitrary<Tampering> {
  return fc
    .tuple(index(rows), fc.constantFrom(...COLUMNS), fc.nat(), fc.constantFrom('x', '0', 'ü', '\ufffd', ' '))
    .map(([at, column, place, character]) => {
      const row = rows[at] as JournalTable;
      const before = Array.from(row[column] ?? '');
      const put = before[place % (before.length || 1)] === character ? 'y' : character;
      before[place % (before.length || 1)] = put;
      return tampering(
        `changed ${column} of #${row.seq}`,
        rows.with(at, { ...row, [column]: before.join('') }),
        [{ kind: 'changed', seq: row.seq, columns: [column] }],
      );
    });
}

export function removed(rows: readonly JournalTable[]): fc.Arbitrary<Tampering> {
  return index(rows).map((at) =>
    tampering(`removed #${at + 1}`, rows.toSpliced(at, 1), [
      { kind: at + 1 === rows.length ? 'cut' : 'missing', from: at + 1, to: at + 1 },
    ]),
  );
}

/** What two rows have in them, number aside, changes places. */
export function swapped(rows: readonly JournalTable[]): fc.Arbitrary<Tampering> {
  return fc
    .tuple(index(rows), index(rows))
    .filter(([a, b]) => a < b)
    .map(([a, b]) =>
      tampering(
        `swapped #${a + 1} and #${b + 1}`,
        rows
          .with(a, { ...(rows[b] as JournalTable), seq: a + 1 })
          .with(b, { ...(rows[a] as JournalTable), seq: b + 1 }),
        [
          { kind: 'moved', seq: a + 1, entry: b + 1 },
          { kind: 'moved', seq: b + 1, entry: a + 1 },
        ],
      ),
    );
}

export function renumbered(rows: readonly JournalTable[]): fc.Arbitrary<Tampering> {
  const elsewhere = fc.oneof(
    fc.integer({ min: -1000, max: 0 }),
    fc.integer({ min: rows.length + 1, max: 2 ** 31 - 1 }),
  );
  return fc
    .tuple(index(rows), elsewhere)
    .map(([at, seq]) =>
      tampering(`renumbered #${at + 1} to ${seq}`, rows.with(at, { ...(rows[at] as JournalTable), seq }), [
        { kind: 'moved', seq, entry: at + 1 },
      ]),
    );
}

/** Removed, and those behind moved up to close the gap. */
export function closedUp(rows: readonly JournalTable[]): fc.Arbitrary<Tampering> {
  return fc
    .integer({ min: 0, max: rows.length - 2 })
    .map((at) =>
      tampering(
        `removed #${at + 1} and closed the gap`,
        [...rows.slice(0, at), ...rows.slice(at + 1).map((row) => ({ ...row, seq: row.seq - 1 }))],
        [
          { kind: 'missing', from: at + 1, to: at + 1 },
          ...rows.slice(at + 1).map(({ seq }): Fault => ({ kind: 'moved', seq: seq - 1, entry: seq })),
        ],
      ),
    );
}

/** Made anew by somebody who knows how the hash is computed, and has no way to reach the entry after it. */
export function rewritten(rows: readonly JournalTable[]): fc.Arbitrary<Tampering> {
  return fc
    .integer({ min: 0, max: rows.length - 2 })
    .map((at) =>
      tampering(`rewrote #${at + 1}`, rows.with(at, rewrite(rows[at] as JournalTable)), [
        { kind: 'rewritten', seq: at + 1 },
      ]),
    );
}

/** An entry of somebody's own making stands between two others, which have made room. */
export function squeezedIn(rows: readonly JournalTable[]): fc.Arbitrary<Tampering> {
  return index(rows).map((at) =>
    tampering(
      `squeezed a row in at #${at + 1}`,
      [
        ...rows.slice(0, at),
        rewrite(rows[at] as JournalTable, 'f'.repeat(64)),
        ...rows.slice(at).map((row) => ({ ...row, seq: row.seq + 1 })),
      ],
      [
        { kind: 'inserted', seq: at + 1 },
        ...rows.slice(at).map(({ seq }): Fault => ({ kind: 'moved', seq: seq + 1, entry: seq })),
      ],
    ),
  );
}

export function cutOff(rows: readonly JournalTable[], count: number): Tampering {
  return tampering(`cut the last ${count}`, rows.slice(0, -count), [
    { kind: 'cut', from: rows.length - count + 1, to: rows.length },
  ]);
}

/** @param previous another one than it had */
export function rewrite(row: JournalTable, previous = row.previous): JournalTable {
  const { hash: _, ...entry } = { ...JSON.parse(row.entry), hash: '' };
  // The keys keep their order.
  const text = JSON.stringify({ ...entry, previous, words: `${entry.words} (nothing else)` });
  return { ...row, previous, entry: text, hash: entryHash(previous, text) };
}

function index(rows: readonly JournalTable[]): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: rows.length - 1 });
}

/** Each with the words for what is found. */
export const WAYS: Readonly<Record<string, (rows: readonly JournalTable[]) => fc.Arbitrary<Tampering>>> = {
  'a character of any column that is another': changedCharacter,
  'a row that was removed': removed,
  'two rows that changed places': swapped,
  'a row with another number': renumbered,
  'a row that was removed without leaving a gap': closedUp,
  'a row that was made anew with its hash': rewritten,
  'a row that was squeezed in': squeezedIn,
};

/** Comparable: two faults of the same place have no order. */
export function sorted(faults: readonly Fault[]): readonly string[] {
  return faults.map(canonicalJson).sort();
}
