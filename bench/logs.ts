import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import type { LogExcerpt, LogSource } from '../src/logs/log-source.ts';
import type { Measured } from './run.ts';

const GIGABYTE = 1_000_000_000;
const SECONDS = 5;
const MOST_RSS_MB = 300;
const NODE = '5a1f7a52-31f0-4b6f-9c37-9e4a1d0e7f11';
const END = Date.parse('2026-11-22T18:40:00Z');
const HOUR = 3_600_000;

interface Read {
  readonly seconds: number;
  readonly peak_rss_mb: number;
  readonly lines: number;
  readonly cut: readonly string[];
}

/** One node's lines out of a gigabyte of a conductor's log, plain and packed, each read in a process of its own. */
export default async function logs(): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-logs-'));
  try {
    const plain = join(folder, 'ironic-conductor.log');
    const packed = join(folder, 'ironic-conductor.log.1.gz');
    await pipeline(Readable.from(chunks()), createWriteStream(plain));
    const level = { level: constants.Z_BEST_SPEED };
    await pipeline(Readable.from(chunks()), createGzip(level), createWriteStream(packed));
    // Written when its last line was, as a service does it.
    for (const path of [plain, packed]) await utimes(path, END / 1000, END / 1000);
    const reads = {
      plain_last_two_hours: readIn(plain, 2 * HOUR),
      plain_whole_day: readIn(plain, 24 * HOUR),
      gzip_whole_day: readIn(packed, 24 * HOUR),
      a_source_that_never_answers: readIn('never', HOUR),
    };
    const all = Object.values(reads);
    const says = (one: Read) =>
      one.cut.some((words) => /only the (?:newest|oldest) .* were read/.test(words));
    return {
      figures: { bytes: GIGABYTE, limit_seconds: SECONDS, ...reads },
      claims: {
        [`no reading takes more than ${MOST_RSS_MB} MB of memory`]: all.every(
          (one) => one.peak_rss_mb <= MOST_RSS_MB,
        ),
        'a narrow window of a plain log is read whole':
          reads.plain_last_two_hours.lines > 0 && reads.plain_last_two_hours.cut.length === 0,
        'what was left out is said': says(reads.plain_whole_day) && says(reads.gzip_whole_day),
        'every reading ends with its time': all.every((one) => one.seconds < SECONDS + 1.5),
        'a source that never answers is told': reads.a_source_that_never_answers.cut.length === 1,
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A day of a busy conductor; every 2000th entry is about the node. */
function* chunks(): Generator<string> {
  let written = 0;
  let chunk = '';
  for (let entry = 0; written < GIGABYTE; entry++) {
    const at = new Date(END - 24 * HOUR + Math.floor((written / GIGABYTE) * 24 * HOUR));
    const node = entry % 2000 === 0 ? NODE : uuid(entry % 997);
    const request = `req-${uuid(entry)}`;
    const head = `${at.toISOString().replace('T', ' ').slice(0, -1)} 8707 DEBUG ironic.conductor.task_manager`;
    const line = `${head} [None ${request} - - - - - -] Attempting to get shared lock on node ${node} (for power state sync) __init__ /usr/lib/python3/dist-packages/ironic/conductor/task_manager.py:222\n`;
    chunk += line;
    written += line.length;
    if (chunk.length > 1 << 20) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}

/** Unlike the others from its first digits on, as real ones are. */
function uuid(number: number): string {
  const digits = ((number * 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
  return `${digits}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function readIn(path: string, window: number): Read {
  const child = spawnSync(process.execPath, [import.meta.filename, path, String(window)], {
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Read;
}

const never: LogSource = { name: 'never', read: () => new Promise<readonly LogExcerpt[]>(() => undefined) };

async function inChild(path: string, window: number): Promise<Read> {
  const { createFileSource } = await import('../src/logs/files/file-source.ts');
  const { createLogReader } = await import('../src/logs/read-logs.ts');
  const clock = () => new Date(END);
  const limits = { megabytes: 512 };
  const source =
    path === 'never'
      ? never
      : createFileSource({ files: [path], host: 'conductor-1', utc_offset: '+00:00' }, limits, { clock });
  const read = createLogReader([source], { seconds: SECONDS, ...limits, clock });
  const started = performance.now();
  const { signal } = new AbortController();
  const query = { words: [NODE], from: new Date(END - window), to: new Date(END), signal };
  const told = await read(query).catch((error: Error) => error);
  const seconds = Math.round(performance.now() - started) / 1000;
  // Kilobytes, as the kernel counts the most there ever was.
  const peak_rss_mb = Math.round(process.resourceUsage().maxRSS / 1000);
  if (told instanceof Error) return { seconds, peak_rss_mb, lines: 0, cut: [told.message] };
  const lines = told.reduce((sum, one) => sum + one.lines.length, 0);
  return { seconds, peak_rss_mb, lines, cut: told.flatMap((one) => one.cut ?? []) };
}

if (process.argv[1] === import.meta.filename) {
  const [path = '', window = ''] = process.argv.slice(2);
  console.log(JSON.stringify(await inChild(path, Number(window))));
}
