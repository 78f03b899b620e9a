import { addAbortSignal, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { containerOf, peek } from './compression.ts';
import { entryLabel, isRunningLog } from './entry-name.ts';
import { formatBytes, type KeptText, keepText } from './kept-text.ts';
import type { RamdiskPart } from './ramdisk-log.ts';

export interface Unpacked {
  readonly parts: readonly RamdiskPart[];
  /** In words, when something was left out or could not be read. */
  readonly cut?: string | undefined;
}

/** The agent packs about twenty. */
const MOST_ENTRIES = 500;
/** Of all parts together. */
const KEPT_BYTES = 8 * 1024 * 1024;
const LOG_BYTES = 2 * 1024 * 1024;
const LOG_LINES = 4_000;
const TABLE_BYTES = 256 * 1024;
const TABLE_LINES = 2_000;
/** A journal is a few megabytes; what unpacks to more than this is a bomb or a mistake. */
const MOST_UNPACKED = 4 * 1024 ** 3;

/** Ends the unpacking with what there is so far. */
class Enough extends Error {}

/**
 * Reads a tarball as it streams by; nothing is written to disk, and what is kept is bounded whatever it unpacks to.
 * Broken, hostile and endless ones give what could be read and words for the rest; it never throws for what is inside.
 */
export async function unpackTarball(source: Readable, signal: AbortSignal): Promise<Unpacked> {
  const seen = createParts();
  let trouble: string | undefined;
  try {
    const { head, rest } = await peek(addAbortSignal(signal, source));
    const container = containerOf(head);
    if (container.kind === 'other') trouble = container.words;
    else await walk(Readable.from(rest, { objectMode: false }), container.kind, seen, signal);
  } catch (error) {
    trouble = wordsFor(error, signal);
  } finally {
    source.destroy();
  }
  return seen.unpacked(trouble);
}

async function walk(
  bytes: Readable,
  kind: 'gzip' | 'tar',
  seen: ReturnType<typeof createParts>,
  signal: AbortSignal,
): Promise<void> {
  const tar = extract();
  let unpacked = 0;
  tar.on('entry', (header, entry, next) => {
    // Ending the tar ends its entry with the same error, which would otherwise be nobody's and end the process.
    entry.on('error', () => undefined);
    const kept = seen.begin(header.name, header.type ?? undefined);
    if (kept === 'enough') return next(new Enough(`more than ${MOST_ENTRIES} entries`));
    entry.on('data', (chunk) => kept?.add(chunk as Buffer));
    entry.on('end', () => next());
    entry.resume();
  });
  async function* counted(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      unpacked += chunk.length;
      if (unpacked > MOST_UNPACKED) throw new Enough(`it unpacks to more than ${formatBytes(MOST_UNPACKED)}`);
      yield chunk;
    }
  }
  const into = tar as unknown as NodeJS.WritableStream;
  if (kind === 'gzip') await pipeline(bytes, createGunzip({ chunkSize: 262_144 }), counted, into, { signal });
  else await pipeline(bytes, counted, into, { signal });
}

/** Errors of zlib and tar-stream, in words. */
function wordsFor(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'there was no time to read all of it';
  if (error instanceof Enough) return error.message;
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR' || /Unexpected end of data|unexpected end of file/i.test(message))
    return 'it ends in the middle';
  if (code.startsWith('Z_')) return 'its compressed data is damaged';
  if (/tar header|Invalid header|Header exceeds/i.test(message)) return 'its tar structure is damaged';
  return 'it could not be read to its end';
}

/** What was kept of each entry, and what was not. */
function createParts() {
  const parts: { readonly name: string; readonly kept: KeptText }[] = [];
  const names = new Set<string>();
  const left = { hostile: 0, special: 0, double: 0 };
  let room = 0;
  let entries = 0;
  return {
    begin(name: string, type: string | undefined): KeptText | 'enough' | undefined {
      entries += 1;
      if (entries > MOST_ENTRIES) return 'enough';
      if (type === 'directory') return undefined;
      const label = entryLabel(name);
      if (label === undefined) left.hostile += 1;
      else if (type !== 'file' && type !== 'contiguous-file') left.special += 1;
      else if (names.has(label)) left.double += 1;
      else {
        names.add(label);
        const log = isRunningLog(label);
        const bytes = log ? LOG_BYTES : TABLE_BYTES;
        const held = parts.reduce((sum, one) => sum + one.kept.held(), 0);
        const kept = keepText({
          end: log ? 'end' : 'beginning',
          bytes: Math.max(0, Math.min(bytes, KEPT_BYTES - held)),
          lines: log ? LOG_LINES : TABLE_LINES,
        });
        room = KEPT_BYTES - held;
        parts.push({ name: label, kept });
        return kept;
      }
      return undefined;
    },
    unpacked(trouble: string | undefined): Unpacked {
      const count = (n: number, one: string, many: string) => (n > 0 ? [n === 1 ? one : `${n} ${many}`] : []);
      const done = parts.map(({ name, kept }): RamdiskPart => ({ name, ...kept.lines() }));
      const words = [
        ...(trouble === undefined ? [] : [trouble]),
        ...count(left.hostile, 'an entry with a hostile name', 'entries with hostile names'),
        ...count(left.special, 'a link or device', 'links or devices'),
        ...count(left.double, 'a second entry of the same name', 'further entries of the same names'),
        ...(room <= 0 && parts.length > 0 ? ['what came after the first 8 MiB of text'] : []),
      ];
      return { parts: done, ...(words.length > 0 ? { cut: words.join('; ') } : {}) };
    },
  };
}
