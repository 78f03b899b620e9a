import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, entryHash } from '../../../src/audit/canonical.ts';
import { type RowRead, readRow, START } from '../../../src/audit/chain.ts';
import type { Head } from '../../../src/audit/fault.ts';
import { nextRow } from '../../../src/audit/journal.ts';
import { type RawRow, rawOf } from '../../../src/audit/raw-rows.ts';
import { examine } from '../../../src/audit/verify.ts';
import type { JournalTable } from '../../../src/store/schema.ts';
import { anyDraft, draft, manyDrafts } from './drafts.ts';
import { cutOff, sorted, type Tampering, WAYS } from './tampering.ts';

const rows: JournalTable[] = [];
for (const one of manyDrafts(200)) rows.push(nextRow(rows.at(-1) ?? START, one));
const head: Head = rows.at(-1) ?? START;

/** As `verifyJournal` does it, without a database in between. */
function verify(table: readonly JournalTable[], says: Head | null, posted: readonly Head[] = []) {
  const examiner = examine(says, posted);
  for (const row of table.toSorted((a, b) => b.seq - a.seq)) {
    const known = READ.get(row) ?? read(row);
    READ.set(row, known);
    examiner.row(known);
  }
  return examiner.end();
}

/** Most rows are the untouched ones of all the other runs. */
const READ = new WeakMap<JournalTable, RowRead>();
function read(row: JournalTable): RowRead {
  const raw = Object.fromEntries(Object.entries(row).map(([column, value]) => [column, rawOf(value)]));
  return readRow(raw as RawRow);
}

test('200 entries of every kind, with texts of every kind, are one chain', () => {
  expect(verify(rows, head, [head])).toEqual({
    intact: true,
    entries: 200,
    last: { seq: 200, hash: head.hash },
    faults: [],
    more: 0,
  });
});

describe.each(Object.entries(WAYS))('names exactly %s', (_, way) => {
  test('by the row of the head', () => {
    fc.assert(
      fc.property(way(rows), ({ rows: table, faults }) => {
        expect(sorted(verify(table, head).faults)).toEqual(sorted(faults));
      }),
      { numRuns: 100 },
    );
  });
  test('with heads that others keep', () => {
    const kept = fc.subarray(rows, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(way(rows), kept, ({ rows: table, faults }, posted) => {
        expect(sorted(verify(table, head, posted).faults)).toEqual(sorted(faults));
      }),
      { numRuns: 30 },
    );
  });
});

test('names any tail that was cut off, with or without its head', () => {
  for (let count = 1; count <= 200; count += 1) {
    const { rows: left, faults }: Tampering = cutOff(rows, count);
    expect(verify(left, head).faults).toEqual(faults);
    const end = left.at(-1) ?? START;
    expect(verify(left, end).intact).toBe(true);
    expect(verify(left, end, [head]).faults).toEqual(faults);
  }
});

test('a copy of an entry beyond the end is an insertion, and the entry itself is none', () => {
  const copy = { ...(rows[41] as JournalTable), seq: 201 };
  expect(verify([...rows, copy], head).faults).toEqual([{ kind: 'inserted', seq: 201 }]);
});

test('a forged entry after the last one is told by its link, a linked one by the head that does not know it', () => {
  const stray = { ...nextRow({ seq: 200, hash: 'f'.repeat(64) }, draft()), seq: 201 };
  expect(verify([...rows, stray], head).faults).toContainEqual({ kind: 'inserted', seq: 201 });
  const linked = nextRow(head, draft());
  expect(verify([...rows, linked], head).faults).toEqual([
    { kind: 'head', says: head, last: { seq: 201, hash: linked.hash } },
  ]);
});

test('what is damaged beyond recognition is still named', () => {
  for (const entry of ['', 'null', '[]', '{"seq":7}', '"text"', `${'{"a":'.repeat(5000)}`]) {
    const damaged = { ...(rows[49] as JournalTable), entry };
    expect(verify(rows.with(49, damaged), head).faults).toEqual([
      { kind: 'changed', seq: 50, columns: ['entry'] },
    ]);
  }
});

test('more faults than anybody reads are counted', () => {
  const table: JournalTable[] = [];
  for (let seq = 1; seq <= 1500; seq += 1) table.push(nextRow(table.at(-1) ?? START, draft()));
  const end = table.at(-1) ?? START;
  const wrong = table.map((row) => ({ ...row, actor: 'U9' }));
  const { faults, more, entries } = verify(wrong, end);
  expect({ listed: faults.length, more, entries }).toEqual({ listed: 1000, more: 500, entries: 1500 });
});

test('canonical JSON reads back as what it was made of, has one form, and is well-formed', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
  expect(canonicalJson({ b: undefined, 10: 1, 9: [undefined, { z: 1, a: null }], ä: '\u0000' })).toBe(
    '{"10":1,"9":[null,{"a":null,"z":1}],"ä":"\\u0000"}',
  );
  expect(entryHash('ab', 'ü')).toBe(entryHash('ab', Buffer.from('ü')));
});

test('every draft makes a row of texts that PostgreSQL takes', () => {
  fc.assert(
    fc.property(anyDraft, (one) => {
      const row = nextRow(START, one);
      for (const value of Object.values(row))
        expect(typeof value === 'string' && (/\0/.test(value) || !value.isWellFormed())).toBe(false);
    }),
  );
});
