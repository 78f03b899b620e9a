import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { unpackTarball } from '../src/logs/ramdisk/unpack-tarball.ts';
import type { Measured } from './run.ts';

const GIB = 1024 ** 3;
const ENTRY_BYTES = 2 * GIB;
const MOST_RSS_MB = 300;
/** What a diagnosis gives the whole reading. */
const SECONDS = 8;

/** Tarballs that nobody should be able to hurt us with, each unpacked in a process of its own. */
export default async function ramdisk(): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-ramdisk-'));
  try {
    const runs: Record<string, Run> = {};
    for (const [name, make] of Object.entries(TARBALLS)) {
      const path = join(folder, `${name}.tar.gz`);
      await make(path);
      runs[name] = { mb: Math.round((await stat(path)).size / 1e6), ...unpackElsewhere(path) };
    }
    const all = Object.values(runs);
    return {
      figures: { entry_gib: ENTRY_BYTES / GIB, limit_seconds: SECONDS, runs },
      claims: {
        [`no tarball takes more than ${MOST_RSS_MB} MB`]: all.every((run) => run.peak_rss_mb <= MOST_RSS_MB),
        [`none takes more than ${SECONDS + 1} s`]: all.every((run) => run.seconds <= SECONDS + 1),
        'what was left out is said': all.every((run) => run.said !== ''),
        'the good parts beside a hostile name are there': runs['hostile']?.parts.join() === 'df,journal',
        'no name leads out': all.every((run) => run.parts.every((part) => !part.includes('..'))),
      },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Run {
  /** Of the tarball. */
  readonly mb: number;
  readonly seconds: number;
  readonly peak_rss_mb: number;
  readonly parts: readonly string[];
  readonly lines: number;
  readonly said: string;
}

const TARBALLS: Readonly<Record<string, (path: string) => Promise<void>>> = {
  'zeros-2gib': (path) => packed(path, [['journal', ENTRY_BYTES, () => ZEROS]]),
  'text-2gib': (path) => packed(path, [['journal', ENTRY_BYTES, randomText()]]),
  'table-2gib': (path) => packed(path, [['ps', ENTRY_BYTES, () => ZEROS]]),
  hostile: (path) =>
    packed(path, [
      ['../../x', 6, () => Buffer.from('hello\n')],
      ['df', 6, () => Buffer.from('hello\n')],
      ['journal', 6, () => Buffer.from('hello\n')],
    ]),
  'bomb-6gib': (path) => packed(path, [['journal', 6 * GIB, () => ZEROS]]),
  'entries-100000': (path) =>
    packed(
      path,
      Array.from({ length: 100_000 }, (_, i) => [`part-${i}`, 6, () => Buffer.from('hello\n')]),
    ),
};

const CHUNK = 1024 * 1024;
const ZEROS = Buffer.alloc(CHUNK);

/** Lines of letters that gzip cannot do much about; a few megabytes of them in turn, since it is the reading that is measured. */
function randomText(): (at: number) => Buffer {
  let seed = 1;
  const blocks = Array.from({ length: 8 }, () => {
    const block = Buffer.alloc(CHUNK);
    for (let i = 0; i < CHUNK; i += 1) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      block[i] = i % 120 === 119 ? 10 : 97 + ((seed >>> 16) % 26);
    }
    return block;
  });
  return (at) => blocks[(at / CHUNK) % blocks.length] ?? ZEROS;
}

type Entry = readonly [name: string, size: number, chunk: (at: number) => Buffer];

async function packed(path: string, entries: readonly Entry[]): Promise<void> {
  const tar = pack();
  const written = pipeline(
    Readable.from(tar, { objectMode: false }),
    createGzip({ level: constants.Z_BEST_SPEED }),
    createWriteStream(path),
  );
  for (const [name, size, chunk] of entries) {
    const entry = tar.entry({ name, size });
    for (let at = 0; at < size; at += CHUNK) {
      if (!entry.write(chunk(at).subarray(0, size - at))) {
        await new Promise<void>((resolve) => entry.once('drain', resolve));
      }
    }
    entry.end(Buffer.alloc(0));
  }
  tar.finalize();
  await written;
}

/** A process of its own, so that the peak is its own as well. */
function unpackElsewhere(path: string): Omit<Run, 'mb'> {
  const { stdout, stderr } = spawnSync(process.execPath, [import.meta.filename, path], { encoding: 'utf8' });
  try {
    return JSON.parse(stdout) as Omit<Run, 'mb'>;
  } catch {
    throw new Error(`unpacking ${path} ended with: ${stderr}`);
  }
}

const [script, tarball] = process.argv.slice(1);
if (script === import.meta.filename && tarball !== undefined) {
  const started = performance.now();
  const { parts, cut = '' } = await unpackTarball(
    createReadStream(tarball),
    AbortSignal.timeout(SECONDS * 1000),
  );
  const seconds = Math.round(performance.now() - started) / 1000;
  const said = [cut, ...parts.slice(0, 1).map((part) => part.cut ?? '')].filter(Boolean).join('; ');
  const run: Omit<Run, 'mb'> = {
    seconds,
    peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
    parts: parts.slice(0, 5).map((part) => part.name),
    lines: parts.reduce((sum, part) => sum + part.lines.length, 0),
    said,
  };
  console.log(JSON.stringify(run));
}
