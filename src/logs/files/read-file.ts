import type { Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { ByteBudget } from '../log-source.ts';
import { BLOCK, cutAt, REACH } from './blocks.ts';
import { kindOf, readAt } from './file-kind.ts';
import type { LogFile } from './list-logs.ts';
import { type Entry, matchesIn, type Remarks, type Wanted } from './matching.ts';
import { type Bounds, createNewest } from './newest.ts';
import { OUT_OF_STEP, partWithin, timeBefore } from './window.ts';

/** Why not all of a file was read; `time` and `budget` are what ran out. */
export type Stopped = 'time' | 'budget' | 'damaged' | 'changed';

export interface FileRead {
  readonly file: LogFile;
  /** Oldest first. */
  readonly entries: readonly Entry[];
  /** `unreadable` and `binary` files have no entries. */
  readonly kind: 'text' | 'compressed' | 'binary' | 'unreadable';
  readonly stopped?: Stopped | undefined;
  /** Bytes of lines that were searched, decompressed. */
  readonly read: number;
  /** There were more entries than are kept. */
  readonly more: boolean;
  readonly remarks: Remarks;
}

/** Bytes in which errors are looked for once there are more entries than are kept. */
const FURTHER = 64 << 20;
/** Bytes beyond a block that belong to its last entry, and the head of the line after it. */
const BEYOND = REACH + 512;

/** Reads the newest first as far as the budget and the signal allow; a file that cannot be read is no error. */
export async function readFile(
  file: LogFile,
  wanted: Wanted,
  limits: { readonly budget: ByteBudget; readonly signal: AbortSignal; readonly bounds: Bounds },
): Promise<FileRead> {
  const nothing = { file, entries: [], read: 0, more: false, remarks: noRemarks() };
  let handle: FileHandle | undefined;
  try {
    handle = await open(file.path, 'r');
    const stat = await handle.stat();
    // A pipe or a device in the place of a file would never end.
    if (!stat.isFile()) return { ...nothing, kind: 'unreadable' };
    const kind = await kindOf(handle, stat.size);
    if (kind === 'binary') return { ...nothing, kind };
    const rotated = `${stat.dev}:${stat.ino}` !== file.inode ? ('changed' as const) : undefined;
    const read =
      kind === 'text'
        ? await withClock(handle, stat, wanted, await readText(handle, stat.size, wanted, limits))
        : await readCompressed(handle, kind, wanted, limits);
    return { ...read, stopped: read.stopped ?? rotated, file };
  } catch (error) {
    // What is no word of the system about the file is a bug of ours.
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    return { ...nothing, kind: 'unreadable' };
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

type Limits = Parameters<typeof readFile>[2];
type Read = Omit<FileRead, 'file'>;

const noRemarks = (): Remarks => ({ shortened: false, timeless: false });

/**
 * A file changes when its last line is written: what is hours later than that was written by another clock than
 * `utc_offset` says, and so was, where nothing was found, what is earlier by whole half hours.
 */
async function withClock(handle: FileHandle, stat: Stats, wanted: Wanted, read: Read): Promise<Read> {
  const last = await timeBefore(handle, stat.size, wanted.timeOf);
  if (last === undefined) return read;
  const ahead = (last - stat.mtimeMs) / 60_000;
  const halfHours = Math.round(ahead / 30);
  const whole = Math.abs(ahead - halfHours * 30) < 1 / 3 && Math.abs(halfHours) <= 28;
  const wrong = ahead > 5 || (halfHours !== 0 && whole && read.entries.length === 0);
  return wrong ? { ...read, remarks: { ...read.remarks, minutesAhead: Math.round(ahead) } } : read;
}

/** Block by block from the end of the window backwards. */
async function readText(
  handle: FileHandle,
  size: number,
  wanted: Wanted,
  { budget, signal, bounds }: Limits,
): Promise<Read> {
  const remarks = noRemarks();
  const newest = createNewest(bounds);
  const part = await partWithin(handle, size, wanted);
  const buffer = Buffer.alloc(Math.min(BLOCK + BEYOND, part.end - part.begin) + 1);
  let read = 0;
  let stopped: Stopped | undefined;
  let further = 0;
  for (let end = part.end; end > part.begin && !newest.full() && further < FURTHER; ) {
    if (signal.aborted) stopped = 'time';
    const length = stopped ? 0 : budget.take(Math.min(BLOCK, end - part.begin));
    if (length === 0) {
      stopped ??= 'budget';
      break;
    }
    const begin = end - length;
    const offset = Math.max(0, begin - 1);
    const asked = Math.min(part.end, end + BEYOND) - offset;
    const bytes = await readAt(handle, buffer, offset, asked);
    if (bytes.length < asked) stopped = 'changed';
    const edge = (at: number) =>
      at === part.begin || at === part.end ? Math.min(at - offset, bytes.length) : cutAt(bytes, at - offset);
    const block = { bytes, begin: edge(begin), end: edge(end) };
    const before = () => timeBefore(handle, offset + block.begin, wanted.timeOf);
    const chatter = !newest.more();
    newest.addOlder(await matchesIn(block, { ...wanted, chatter }, before, remarks));
    read += length;
    if (!chatter) further += length;
    end = begin;
  }
  return { kind: 'text', entries: newest.entries(), stopped, read, more: newest.more(), remarks };
}

/** From its beginning, since nothing tells where in it a time is; ends at the end of the window. */
async function readCompressed(
  handle: FileHandle,
  kind: 'gzip' | 'zstd',
  wanted: Wanted,
  { budget, signal, bounds }: Limits,
): Promise<Read> {
  const remarks = noRemarks();
  const newest = createNewest(bounds);
  const unpack =
    kind === 'gzip' ? createGunzip({ chunkSize: 256 << 10 }) : createZstdDecompress({ chunkSize: 256 << 10 });
  const packed = handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 256 << 10 });
  packed.on('error', (error) => unpack.destroy(error));
  packed.pipe(unpack);
  const buffer = Buffer.alloc(BLOCK + BEYOND + (512 << 10));
  let filled = 0;
  let read = 0;
  let last: number | undefined;
  let past = false;
  let stopped: Stopped | undefined;

  async function search(length: number): Promise<void> {
    const bytes = buffer.subarray(0, filled);
    newest.addNewer(await matchesIn({ bytes, begin: 0, end: length }, wanted, async () => last, remarks));
    const tail = bytes.toString('latin1', Math.max(0, length - (64 << 10)), length).split('\n');
    for (const line of tail.slice(1).toReversed()) {
      const time = wanted.timeOf(line.slice(0, 200));
      if (time === undefined) continue;
      last = time;
      break;
    }
    past = last !== undefined && last > wanted.to + OUT_OF_STEP;
    buffer.copyWithin(0, length, filled);
    filled -= length;
  }

  try {
    for await (const chunk of unpack as AsyncIterable<Buffer>) {
      if (signal.aborted) stopped = 'time';
      const length = stopped ? 0 : budget.take(chunk.length);
      filled += chunk.copy(buffer, filled, 0, length);
      read += length;
      if (length < chunk.length) stopped ??= 'budget';
      if (filled >= BLOCK + BEYOND) await search(cutAt(buffer.subarray(0, filled), BLOCK));
      if (stopped || past) break;
    }
  } catch {
    // A rotation in its midst, a full disk: what could be unpacked counts.
    stopped = 'damaged';
  } finally {
    packed.destroy();
    unpack.destroy();
  }
  if (!past) await search(filled);
  return { kind: 'compressed', entries: newest.entries(), stopped, read, more: newest.more(), remarks };
}
