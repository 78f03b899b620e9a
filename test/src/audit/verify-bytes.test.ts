import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../../src/audit/fault.ts';
import { append } from '../../../src/audit/journal.ts';
import { verifyJournal } from '../../../src/audit/verify.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';
import { draft, manyDrafts } from './drafts.ts';
import { COLUMNS } from './tampering.ts';

const ENTRIES = 200;

/** Below the texts that a database gives are bytes, and readers forgive some that are wrong. */
describe('journal in a SQLite file', () => {
  let database: TestDatabase;
  let pristine: string;
  let file: string;

  beforeAll(async () => {
    database = await (DATABASES[0]?.create() ?? Promise.reject());
    pristine = database.options.file ?? '';
    file = `${pristine}.tampered`;
    const store = await openStore(database.options);
    for (const one of manyDrafts(ENTRIES - 1)) await store.transaction((trx) => append(trx, one));
    // U+FFFD is what a reader makes of bytes that are none.
    await store.transaction((trx) => append(trx, draft({ name: '\ud83d', words: 'the last one' })));
    await store.close();
  }, 60_000);
  afterAll(() => database.drop());

  async function verify(tamper: (raw: DatabaseSync) => void): Promise<readonly Fault[]> {
    copyFileSync(pristine, file);
    const raw = new DatabaseSync(file);
    try {
      tamper(raw);
    } finally {
      raw.close();
    }
    return await faultsOfFile();
  }
  async function faultsOfFile(): Promise<readonly Fault[]> {
    const store = await openStore({ file, readOnly: true });
    try {
      return (await verifyJournal(store)).faults;
    } finally {
      await store.close();
    }
  }

  test('any byte of any column of any row that is another one is named', async () => {
    const place = fc.record({
      seq: fc.integer({ min: 1, max: ENTRIES }),
      column: fc.constantFrom(...COLUMNS),
      at: fc.nat(),
      xor: fc.integer({ min: 1, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ seq, column, at, xor }) => {
        const faults = await verify((raw) => {
          const row = raw
            .prepare(`select cast(${column} as blob) as bytes from journal where seq = ?`)
            .get(seq);
          const bytes = Buffer.from((row?.['bytes'] as Uint8Array | null) ?? [0]);
          const where = at % (bytes.length || 1);
          const changed =
            bytes.length === 0 ? Buffer.from([xor]) : bytes.with(where, (bytes[where] ?? 0) ^ xor);
          raw.prepare(`update journal set ${column} = cast(? as text) where seq = ?`).run(changed, seq);
        });
        expect(faults).toEqual([{ kind: 'changed', seq, columns: [column] }]);
      }),
      { numRuns: 40 },
    );
  });

  test('bytes that read as the same character are told apart', async () => {
    const faults = await verify((raw) =>
      raw.exec(`update journal set name = cast(x'ff' as text) where seq = ${ENTRIES} and name = char(65533)`),
    );
    expect(faults).toEqual([{ kind: 'changed', seq: ENTRIES, columns: ['name'] }]);
  });

  test('a number beyond those of JavaScript is a row that has moved, not an error', async () => {
    const faults = await verify((raw) => raw.exec('update journal set seq = 9007199254740993 where seq = 7'));
    expect(faults).toMatchObject([{ kind: 'moved', entry: 7 }]);
  });

  test('a bit that fell over in the file itself is named', async () => {
    const bytes = readFileSync(pristine);
    const words = bytes.indexOf('the last one');
    expect(words).toBeGreaterThan(0);
    writeFileSync(file, bytes.with(words + 4, (bytes[words + 4] ?? 0) ^ 1));
    expect(await faultsOfFile()).toEqual([{ kind: 'changed', seq: ENTRIES, columns: ['entry'] }]);
  });

  test('reading writes nothing', async () => {
    copyFileSync(pristine, file);
    expect(await faultsOfFile()).toEqual([]);
    expect(readFileSync(file).equals(readFileSync(pristine))).toBe(true);
  });
});
