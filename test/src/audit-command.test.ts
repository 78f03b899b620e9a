import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { append } from '../../src/audit/journal.ts';
import { runAudit } from '../../src/audit-command.ts';
import { openStore } from '../../src/store/open-store.ts';
import { DATABASES, type TestDatabase } from '../support/databases.ts';
import { draft } from './audit/drafts.ts';

const folder = mkdtempSync(join(tmpdir(), 'audit-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended> {
  const said = { out: '', err: '' };
  const into = (which: keyof typeof said) =>
    new Writable({
      write(piece, _, done) {
        said[which] += piece;
        done();
      },
    });
  const code = await runAudit(args, { env: { HOME: folder, ...env }, out: into('out'), err: into('err') });
  return { code, stdout: said.out, stderr: said.err };
}

async function fill(database: TestDatabase): Promise<readonly string[]> {
  const store = await openStore(database.options);
  const heads: string[] = [];
  for (const name of ['node-1', 'node-2', 'node-3']) {
    const { seq, hash } = await store.transaction((trx) => append(trx, draft({ name, node: null })));
    heads.push(`${seq}:${hash}`);
  }
  await store.close();
  return heads;
}

describe.each(DATABASES)('audit on $name', ({ missing, create }) => {
  describe.skipIf(missing)('in a terminal', () => {
    let database: TestDatabase;
    let heads: readonly string[];
    let env: Record<string, string>;
    beforeAll(async () => {
      database = await create();
      heads = await fill(database);
      env = database.options.url ? { DATABASE_URL: database.options.url } : {};
    });
    afterAll(() => database.drop());
    const audit = (...args: string[]) =>
      run(env, ...args, ...(database.options.file ? ['--database', database.options.file] : []));

    test('0: a journal that is intact, with its last entry to note down', async () => {
      const { code, stdout } = await audit('verify');
      expect(stdout).toContain(`intact: 3 entries, the last good one is #3 ${heads[2]?.slice(2)}`);
      expect(stdout).toContain('--head');
      expect(code).toBe(0);
      const held = await audit('verify', '--head', heads[1] ?? '', '--head', `#${heads[2]}`, '--json');
      expect(JSON.parse(held.stdout)).toMatchObject({ intact: true, faults: [] });
    });

    test('1: a journal that is not, and where', async () => {
      const { code, stdout } = await audit('verify', '--head', `7:${'a'.repeat(64)}`);
      expect(stdout).toContain('#4 to #7 are missing: the end has been cut off\nbroken: 3 entries');
      expect(code).toBe(1);
    });

    test('exports lines of JSON or CSV, of one node', async () => {
      const { code, stdout } = await audit('export', '--node', 'node-2');
      expect(JSON.parse(stdout)).toMatchObject({ seq: 2, name: 'node-2', hash: heads[1]?.slice(2) });
      expect(code).toBe(0);
      const csv = await audit('export', '--format', 'csv', '--since', '2026-11-22');
      expect(csv.stdout.split('\r\n').map((line) => line.slice(0, 10))).toEqual([
        'seq,at,kin',
        '1,2026-11-',
        '2,2026-11-',
        '3,2026-11-',
        '',
      ]);
      expect((await audit('export', '--since', '2027-01-01')).stdout).toBe('');
    });
  });
});

test('3: bad usage, in words that name the right one', async () => {
  for (const args of [
    [],
    ['nonsense'],
    ['verify', '--head', '12'],
    ['verify', '--wat'],
    ['export', '--format', 'xml'],
    ['export', '--since', 'yesterday'],
  ]) {
    const { code, stdout, stderr } = await run({}, ...args);
    expect({ args, code, stdout }).toEqual({ args, code: 3, stdout: '' });
    expect(stderr).toContain('usage: npm run -s audit');
  }
});

test('3: a database that is not there, of another release, or with a bad address; nothing is made', async () => {
  const nothing = await run({}, 'verify', '--database', join(folder, 'nothing.sqlite'));
  expect(nothing).toMatchObject({ code: 3, stdout: '' });
  expect(nothing.stderr).toContain('does not exist');
  const file = join(folder, 'other.sqlite');
  const other = new DatabaseSync(file);
  other.exec('create table other (id integer)');
  other.close();
  const before = statSync(file).mtimeMs;
  expect((await run({}, 'verify', '--database', file)).stderr).toContain('has no journal');
  expect(statSync(file).mtimeMs).toBe(before);
  expect(readdirSync(folder)).toEqual(['other.sqlite']);
  const bad = await run({ DATABASE_URL: 'mysql://u:hunter2@h/d' }, 'verify');
  expect(bad.code).toBe(3);
  expect(bad.stderr).not.toContain('hunter2');
});

test('2: a database that does not answer', async () => {
  const gone = await run({ DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/d' }, 'verify');
  expect(gone).toMatchObject({ code: 2, stdout: '' });
  expect(gone.stderr).toMatch(/does not answer \(ECONNREFUSED\)/);
});

test('as a command of its own it answers on its streams and by its exit code', async () => {
  const terminal = fileURLToPath(new URL('../../src/audit-terminal.ts', import.meta.url));
  const ended = await new Promise<Ended>((resolve) => {
    const options = { env: { PATH: process.env['PATH'], HOME: folder }, cwd: folder };
    execFile(process.execPath, [terminal, 'verify'], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
  expect(ended).toMatchObject({ code: 3, stdout: '' });
  expect(ended.stderr).toContain('ironic-oncall.sqlite does not exist');
});
