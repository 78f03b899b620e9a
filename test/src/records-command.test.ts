import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { append } from '../../src/audit/journal.ts';
import { verifyJournal } from '../../src/audit/verify.ts';
import { runRecords } from '../../src/records-command.ts';
import { openStore } from '../../src/store/open-store.ts';
import { draft } from './audit/drafts.ts';

const folder = mkdtempSync(join(tmpdir(), 'records-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const database = path('oncall.sqlite');

async function run(env: Readonly<Record<string, string>>, ...args: string[]) {
  const said = { out: '', err: '' };
  const into = (which: keyof typeof said) =>
    new Writable({
      write(piece, _, done) {
        said[which] += piece;
        done();
      },
    });
  const code = await runRecords(args, { env: { HOME: folder, ...env }, out: into('out'), err: into('err') });
  return { code, stdout: said.out, stderr: said.err };
}

beforeAll(async () => {
  const store = await openStore({ file: database });
  for (const name of ['node-1', 'node-2', 'node-3'])
    await store.transaction((trx) => append(trx, draft({ name, node: null })));
  await store.close();
});

test('0: kept while the bot has it open, and what is brought back is the same journal', async () => {
  const running = await openStore({ file: database });
  const { code, stdout } = await run({}, 'backup', path('kept'), '--database', database);
  await running.transaction((trx) => append(trx, draft({ name: 'node-4', node: null })));
  await running.close();
  expect(stdout).toMatch(/^kept: .*\/kept, 0\.\d MB\njournal: intact; 3 entries, the last good one is #3 /);
  expect(code).toBe(0);
  copyFileSync(path('kept'), path('restored.sqlite'));
  const restored = await openStore({ file: path('restored.sqlite') });
  expect(await verifyJournal(restored)).toMatchObject({ intact: true, entries: 3 });
  await restored.transaction((trx) => append(trx, draft({ name: 'node-5', node: null })));
  expect(await verifyJournal(restored)).toMatchObject({ intact: true, entries: 4 });
  await restored.close();
});

test('1: a broken journal is kept too, and said to be broken', async () => {
  copyFileSync(path('kept'), path('broken.sqlite'));
  const broken = new DatabaseSync(path('broken.sqlite'));
  broken.exec("update journal set actor = 'U0SOMEBODY' where seq = 2");
  broken.close();
  const { code, stdout } = await run({}, 'backup', path('b'), '--database', path('broken.sqlite'), '--json');
  expect(JSON.parse(stdout)).toMatchObject({ file: path('b'), journal: { intact: false, entries: 3 } });
  expect(code).toBe(1);
  expect(existsSync(path('b'))).toBe(true);
});

test('3: bad usage, in words that name the right one', async () => {
  for (const args of [[], ['backup'], ['backup', 'a', 'b'], ['restore', 'a'], ['backup', 'a', '--wat']]) {
    const { code, stdout, stderr } = await run({}, ...args);
    expect({ args, code, stdout }).toEqual({ args, code: 3, stdout: '' });
    expect(stderr).toContain('usage: npm run -s records');
  }
});

test('3: records that are kept elsewhere, are not there, or are no records', async () => {
  const server = await run({ DATABASE_URL: 'postgres://u:hunter2@h/d' }, 'backup', path('x'));
  expect(server).toMatchObject({ code: 3, stderr: expect.stringContaining('pg_dump') });
  expect(server.stderr).not.toContain('hunter2');
  const other = new DatabaseSync(path('other.sqlite'));
  other.exec('create table other (id integer)');
  other.close();
  const foreign = await run({}, 'backup', path('x'), '--database', path('other.sqlite'));
  expect(foreign).toMatchObject({ code: 3, stderr: expect.stringContaining('has no journal') });
  expect(existsSync(path('x'))).toBe(false);
});

test('as a command of its own it answers on its streams and by its exit code', async () => {
  const terminal = fileURLToPath(new URL('../../src/records-terminal.ts', import.meta.url));
  const code = await new Promise((resolve) => {
    const options = { env: { PATH: process.env['PATH'], HOME: folder }, cwd: folder };
    const args = [terminal, 'backup', 'as-command', '--database', database];
    execFile(process.execPath, args, options, (error) => resolve(error ? error.code : 0));
  });
  expect(code).toBe(0);
  expect(existsSync(path('as-command'))).toBe(true);
});
