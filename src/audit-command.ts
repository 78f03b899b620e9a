import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inspect, parseArgs } from 'node:util';
import { exportJournal } from './audit/export.ts';
import { faultLine, type Head, headWords } from './audit/fault.ts';
import { type Verification, verifyJournal } from './audit/verify.ts';
import { type Environment, loadConfig } from './config.ts';
import { ServiceError, UsageError } from './core/errors.ts';
import { scrubText } from './lib/scrub.ts';
import { openStore, type Store } from './store/open-store.ts';

const USAGE = `usage: npm run -s audit -- verify [--head SEQ:HASH ...] [--json]
       npm run -s audit -- export [--format jsonl|csv] [--since ISO-8601] [--node UUID-OR-NAME]
       both: [--database FILE] for a copy; else DATABASE_URL, or the file of the configuration
--head is what the audit channel shows as "head"; it may be given several times
exit code: 0 intact, 1 broken, 2 could not tell, 3 bad usage or configuration`;

/** What scripts branch on. */
const EXIT = { intact: 0, broken: 1, cannotTell: 2, badUsage: 3 } as const;

const OPTIONS = {
  head: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  format: { type: 'string', default: 'jsonl' },
  since: { type: 'string' },
  node: { type: 'string' },
  database: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parse>['values'];
type Task = (store: Store) => Promise<number>;

/** Where the answer goes, what went wrong, and the variables of the process. */
export interface Surroundings {
  readonly env: Environment;
  readonly out: Writable;
  readonly err: Writable;
}

/**
 * `npm run -s audit -- ...`. Reads only: tables of another release are not touched, and said to be.
 * @returns the exit code
 */
export async function runAudit(args: readonly string[], around: Surroundings): Promise<number> {
  try {
    return await run(args, around);
  } catch (error) {
    // Whoever reads our lines has had enough of them: `| head`.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return EXIT.intact;
    const known = error instanceof UsageError || error instanceof ServiceError;
    around.err.write(`${known ? error.message : scrubText(inspect(error))}\n`);
    return exitCode(error);
  }
}

async function run(args: readonly string[], { env, out }: Surroundings): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    out.write(`${USAGE}\n`);
    return EXIT.intact;
  }
  const task = TASKS.get(positionals.join(' '))?.(values, out);
  if (!task) throw new UsageError(USAGE);
  const where = values.database === undefined ? loadConfig(env).database : { file: values.database };
  const store = await openStore({ ...where, readOnly: true });
  try {
    return await task(store);
  } finally {
    await store.close();
  }
}

const TASKS: ReadonlyMap<string, (values: Values, out: Writable) => Task> = new Map([
  ['verify', verify],
  ['export', exportAll],
]);

/** Words are read before the database is opened. */
function verify({ head, json }: Values, out: Writable): Task {
  const posted = (head ?? []).map(readHead);
  return async (store) => {
    const found = await verifyJournal(store, posted);
    out.write(`${json ? JSON.stringify(found, null, 2) : draw(found, posted)}\n`);
    return found.intact ? EXIT.intact : EXIT.broken;
  };
}

function draw({ intact, entries, last, faults, more }: Verification, posted: readonly Head[]): string {
  const lines = faults.map(faultLine);
  if (more > 0) lines.push(`and ${more} more`);
  const held = posted.length === 0 ? '' : `, held against ${posted.map(({ seq }) => `#${seq}`).join(', ')}`;
  lines.push(
    `${intact ? 'intact' : 'broken'}: ${entries} entries, the last good one is ${headWords(last)}${held}`,
  );
  if (intact && posted.length === 0)
    lines.push(
      'A tail that was cut off together with the row of the head shows only with --head SEQ:HASH from the audit channel.',
    );
  return lines.join('\n');
}

function exportAll({ format, since, node }: Values, out: Writable): Task {
  if (format !== 'jsonl' && format !== 'csv') throw new UsageError(`--format is jsonl or csv.\n${USAGE}`);
  const wanted = {
    ...(since === undefined ? {} : { since: readTime(since) }),
    ...(node === undefined ? {} : { node }),
  };
  return async (store) => {
    await pipeline(Readable.from(exportJournal(store, format, wanted)), out, { end: false });
    return EXIT.intact;
  };
}

function readHead(text: string): Head {
  const [, seq, hash] = /^#?(\d{1,15}):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (seq === undefined || hash === undefined)
    throw new UsageError(
      `--head is a number, a colon and 64 hexadecimal digits, as the channel shows it.\n${USAGE}`,
    );
  return { seq: Number(seq), hash: hash.toLowerCase() };
}

function readTime(text: string): string {
  const time = new Date(text);
  if (!/^\d{4}-\d{2}/.test(text) || Number.isNaN(time.getTime()))
    throw new UsageError(`--since is a time of ISO 8601, like 2026-11-22 or 2026-11-22T03:00:00Z.\n${USAGE}`);
  return time.toISOString();
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function exitCode(error: unknown): number {
  if (error instanceof UsageError) return EXIT.badUsage;
  if (!(error instanceof ServiceError)) return EXIT.cannotTell;
  // An entry that cannot be read has been damaged.
  if (error.code === 'bad-answer') return EXIT.broken;
  return error.code === 'config' ? EXIT.badUsage : EXIT.cannotTell;
}
