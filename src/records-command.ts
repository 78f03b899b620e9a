import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { headWords } from './audit/fault.ts';
import { type Verification, verifyJournal } from './audit/verify.ts';
import type { Surroundings } from './audit-command.ts';
import { type Environment, loadConfig } from './config.ts';
import { ServiceError, UsageError } from './core/errors.ts';
import { scrubText } from './lib/scrub.ts';
import { backupSqlite } from './store/backup.ts';
import { openStore } from './store/open-store.ts';

const USAGE = `usage: npm run -s records -- backup FILE [--database FILE] [--json]
FILE is made, whole and verified, while the bot runs; --database is another one than the configuration's
exit code: 0 kept, 1 kept but its journal is broken, 2 could not be kept, 3 bad usage or configuration`;

/** What scripts branch on. */
const EXIT = { kept: 0, broken: 1, notKept: 2, badUsage: 3 } as const;

const OPTIONS = {
  database: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

interface Kept {
  readonly file: string;
  readonly bytes: number;
  readonly journal: Verification;
}

/**
 * `npm run -s records -- ...`
 * @returns the exit code
 */
export async function runRecords(args: readonly string[], { env, out, err }: Surroundings): Promise<number> {
  try {
    const { values, positionals } = parse(args);
    if (values.help) {
      out.write(`${USAGE}\n`);
      return EXIT.kept;
    }
    const [task, file, ...more] = positionals;
    if (task !== 'backup' || !file || more.length > 0) throw new UsageError(USAGE);
    const kept = await keep(values.database ?? fileOf(env), resolve(file));
    out.write(`${values.json ? JSON.stringify(kept, null, 2) : draw(kept)}\n`);
    return kept.journal.intact ? EXIT.kept : EXIT.broken;
  } catch (error) {
    const known = error instanceof UsageError || error instanceof ServiceError;
    err.write(`${known ? error.message : scrubText(inspect(error))}\n`);
    const misused = error instanceof UsageError || (error instanceof ServiceError && error.code === 'config');
    return misused ? EXIT.badUsage : EXIT.notKept;
  }
}

function fileOf(env: Environment): string {
  const { url, file } = loadConfig(env).database;
  if (url === undefined) return file;
  throw new UsageError('The records are in PostgreSQL: back them up with pg_dump (docs/operating.md).');
}

/** What is broken is kept too, and said to be: it is evidence. */
async function keep(database: string, file: string): Promise<Kept> {
  const journal = await backupSqlite(database, file, async (copy) => {
    const store = await openStore({ file: copy, readOnly: true });
    try {
      return await verifyJournal(store);
    } finally {
      await store.close();
    }
  });
  return { file, bytes: statSync(file).size, journal };
}

function draw({ file, bytes, journal }: Kept): string {
  const { intact, entries, last } = journal;
  const words = intact ? 'intact' : 'BROKEN, as the original is: npm run -s audit -- verify says where';
  return [
    `kept: ${file}, ${(bytes / 1e6).toFixed(1)} MB`,
    `journal: ${words}; ${entries} entries, the last good one is ${headWords(last)}`,
  ].join('\n');
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}
