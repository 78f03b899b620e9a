import type { FileHandle } from 'node:fs/promises';

/** How the bytes of a file have to be read; `binary` is not read at all. */
export type FileKind = 'text' | 'gzip' | 'zstd' | 'binary';

const SAMPLE = 8192;

/** By what is in it, since names of rotated files tell little. */
export async function kindOf(file: FileHandle, size: number): Promise<FileKind> {
  const sample = Buffer.alloc(SAMPLE);
  const head = await readAt(file, sample, 0, SAMPLE);
  if (head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return 'zstd';
  if (!looksBinary(head)) return 'text';
  // A log that was emptied under its writer begins with NULs, and ends with lines.
  const tail = await readAt(file, Buffer.alloc(SAMPLE), Math.max(0, size - SAMPLE), SAMPLE);
  return looksBinary(tail) ? 'binary' : 'text';
}

/** Many NULs or other control characters; colours and form feeds are text. */
export function looksBinary(sample: Buffer): boolean {
  if (sample.length === 0) return false;
  let nuls = 0;
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) nuls += 1;
    else if (byte < 32 && !(byte >= 8 && byte <= 13) && byte !== 27) controls += 1;
  }
  return nuls > sample.length * 0.3 || controls > (sample.length - nuls) * 0.05;
}

/** Less than `length` at the end of the file, or where it was cut meanwhile. */
export async function readAt(
  file: FileHandle,
  into: Buffer,
  position: number,
  length: number,
): Promise<Buffer> {
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(into, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return into.subarray(0, filled);
}
