import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { backupSqlite } from '../../../src/store/backup.ts';
import { openSqlite } from '../../../src/store/sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'backup-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const accept = async (copy: string) => copy;

function original(name: string): DatabaseSync {
  const database = openSqlite(path(name), false);
  database.exec("create table t (n integer, filler text); insert into t values (1, 'x')");
  return database;
}

function rowsOf(name: string): number {
  const copy = new DatabaseSync(path(name), { readOnly: true });
  const { n } = copy.prepare('select count(*) as n from t').get() as { n: number };
  copy.close();
  return n;
}

test('has what was written a moment ago, in one file that its owner alone can read', async () => {
  const database = original('open.sqlite');
  database.exec("insert into t values (2, 'still in the write-ahead log')");
  expect(await backupSqlite(path('open.sqlite'), path('copy'), accept)).toBe(path('copy.part'));
  expect(rowsOf('copy')).toBe(2);
  expect(statSync(path('copy')).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual(['copy']);
  database.exec("insert into t values (3, 'it went on')");
  database.close();
});

test('has one moment, whoever writes meanwhile', async () => {
  const database = original('busy.sqlite');
  const many = database.prepare('insert into t values (?, ?)');
  database.exec('begin');
  for (let n = 0; n < 2000; n++) many.run(n, 'y'.repeat(500));
  database.exec('commit');
  const copying = backupSqlite(path('busy.sqlite'), path('moment'), accept);
  // Two rows a transaction: half of one would be an odd number.
  let written = 2001;
  const writing = setInterval(() => {
    database.exec("begin immediate; insert into t values (1, 'a'); insert into t values (2, 'b'); commit");
    written += 2;
  }, 0);
  await copying;
  clearInterval(writing);
  database.close();
  const kept = rowsOf('moment');
  expect(kept % 2).toBe(1);
  expect(kept).toBeGreaterThanOrEqual(2001);
  expect(kept).toBeLessThanOrEqual(written);
});

test('writes over nothing, and leaves nothing where the copy is not accepted', async () => {
  original('small.sqlite').close();
  writeFileSync(path('there'), 'something else');
  await expect(backupSqlite(path('small.sqlite'), path('there'), accept)).rejects.toThrow(/is there already/);
  const refuse = async () => {
    throw new Error('not good enough');
  };
  await expect(backupSqlite(path('small.sqlite'), path('bad'), refuse)).rejects.toThrow(/not good enough/);
  expect(readdirSync(folder).filter((name) => name.startsWith('bad'))).toEqual([]);
});

test('says in words which file is no good', async () => {
  original('fine.sqlite').close();
  await expect(backupSqlite(path('nothing'), path('a'), accept)).rejects.toThrow(/nothing does not exist/);
  await expect(backupSqlite(path('fine.sqlite'), path('no/a'), accept)).rejects.toThrow(
    /no\/a\.part cannot be written \(ENOENT\)/,
  );
  writeFileSync(
    path('text'),
    'no database at all, but long enough to be looked at by the library'.repeat(20),
  );
  await expect(backupSqlite(path('text'), path('b'), accept)).rejects.toThrow(/is no SQLite database/);
});
