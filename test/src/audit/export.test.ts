import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entryHash } from '../../../src/audit/canonical.ts';
import { type ExportFormat, type ExportQuery, exportJournal } from '../../../src/audit/export.ts';
import { append, query } from '../../../src/audit/journal.ts';
import type { AuditEntry } from '../../../src/core/audit-entry.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { anyDraft, draft } from './drafts.ts';

/** RFC 4180, read back by the book. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') rows.push(row);
    if (end !== ',') row = [];
  }
  return rows;
}

describe('export of the journal', () => {
  let store: Store;
  let entries: AuditEntry[];

  beforeAll(async () => {
    store = await openStore({ file: ':memory:' });
    const drafts = [
      draft({ words: '=HYPERLINK("http://evil","click")', reason: '+1', ticket: '-2', name: '@SUM(A1)' }),
      draft({ words: 'two\r\nlines, "quoted"', reason: "'tis", name: '\u001b[2J\u202egnp' }),
      draft({
        kind: 'finished',
        at: '2026-11-22T04:00:00.000Z',
        votes: [{ by: 'U2', at: '2026-11-22T03:20:00.000Z' }],
        calls: [
          {
            service: 'ironic',
            method: 'PUT',
            path: '/v1/nodes/n/states/provision',
            body: { target: 'abort' },
          },
        ],
        results: [
          {
            status: 202,
            request_id: 'req-1',
            at: '2026-11-22T03:21:00.000Z',
            outcome: 'accepted',
            words: '',
          },
        ],
        before: { provision_state: 'clean wait' },
        took_ms: 14_000,
        node: 'n2',
        name: 'node-18',
      }),
      ...fc.sample(anyDraft, { numRuns: 1100, seed: 7 }),
    ];
    entries = await store.transaction(async (trx) => {
      const made: AuditEntry[] = [];
      for (const one of drafts) made.push(await append(trx, one));
      return made;
    });
  }, 60_000);
  afterAll(() => store.close());

  async function text(format: ExportFormat, wanted: ExportQuery = {}): Promise<string> {
    let whole = '';
    for await (const piece of exportJournal(store, format, wanted)) whole += piece;
    return whole;
  }

  test('as lines of JSON it has every entry, and all that a verifier needs', async () => {
    const lines = (await text('jsonl')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(entries);
    let previous = '0'.repeat(64);
    for (const line of lines) {
      const { hash } = JSON.parse(line);
      expect(entryHash(previous, line.replace(`"hash":"${hash}",`, ''))).toBe(hash);
      previous = hash;
    }
  });

  test('as CSV it reads back cell by cell, and none is a formula or moves a cursor', async () => {
    const csv = await text('csv');
    const [header = [], ...rows] = parseCsv(csv);
    expect(rows).toHaveLength(entries.length);
    expect(rows.filter((row) => row.length !== header.length)).toEqual([]);
    const risky = /^[=+\-@\t\r]|[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/;
    expect(rows.flat().filter((cell) => risky.test(cell))).toEqual([]);
    const cell = (row: number, name: string) => rows[row]?.[header.indexOf(name)];
    expect(cell(0, 'words')).toBe('\'=HYPERLINK("http://evil","click")');
    expect(cell(0, 'ticket')).toBe("'-2");
    expect(cell(1, 'words')).toBe('two\nlines, "quoted"');
    expect(cell(1, 'name')).toBe('\ufffd[2J\ufffdgnp');
    expect(cell(2, 'calls')).toBe('ironic PUT /v1/nodes/n/states/provision {"target":"abort"}');
    expect(cell(2, 'request_ids')).toBe('req-1');
    expect(cell(2, 'approvers')).toBe('U2');
    expect(cell(2, 'before')).toBe('{"provision_state":"clean wait"}');
    expect(cell(2, 'took_ms')).toBe('14000');
  });

  test('may be of one node, by name or UUID, or since a time', async () => {
    const seqs = async (wanted: ExportQuery) =>
      (await text('jsonl', wanted))
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).seq);
    expect(await seqs({ node: 'node-18' })).toEqual([3]);
    expect(await seqs({ node: 'n2', since: '2026-11-22T04:00:00.000Z' })).toEqual([3]);
    expect(await seqs({ node: 'n2', since: '2026-11-22T04:00:00.001Z' })).toEqual([]);
    expect(await text('csv', { node: 'nobody' })).toMatch(/^seq,at,[^\n]+\r\n$/);
  });

  test('is asked for by node, person, approval and time, the newest first', async () => {
    const asked = async (wanted: Parameters<typeof query>[1]) =>
      (await query(store.db, wanted)).map(({ seq }) => seq);
    expect(await asked({ limit: 2 })).toEqual([1103, 1102]);
    expect(await asked({})).toHaveLength(50);
    expect(await asked({ node: 'node-18' })).toEqual([3]);
    expect(await asked({ node: draft().node ?? '' })).toEqual([2, 1]);
    expect(await asked({ user: 'U1' })).toEqual([3, 2, 1]);
    expect(await asked({ approval: 'a1', since: '2026-11-22T03:30:00.000Z' })).toEqual([3]);
    expect(await asked({ user: "' or 1=1 --" })).toEqual([]);
  });

  test('an entry that was damaged ends it in words that name the verifier', async () => {
    await store.db.updateTable('journal').set({ entry: '{' }).where('seq', '=', 2).execute();
    await expect(text('jsonl')).rejects.toThrow('audit -- verify');
    await expect(query(store.db, { approval: 'a1' })).rejects.toMatchObject({ code: 'bad-answer' });
  });
});
