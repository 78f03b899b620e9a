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
  if (withoutOuterNuls(head).length > 0 && !looksBinary(head)) return 'text';
  // A log that was emptied under its writer begins with NULs, and ends with lines.
  const tail = await readAt(file, Buffer.alloc(SAMPLE), Math.max(0, size - SAMPLE), SAMPLE);
  return looksBinary(tail) ? 'binary' : 'text';
}

/** Many NULs or other control characters among the rest; colours and form feeds are text. */
export function looksBinary(sample: Buffer): boolean {
  const inner = withoutOuterNuls(sample);
  let nuls = 0;
  let controls = 0;
  for (const byte of inner) {
    if (byte === 0) nuls += 1;
    else if (byte < 32 && !(byte >= 8 && byte <= 13) && byte !== 27) controls += 1;
  }
  return nuls > inner.length * 0.3 || controls > (inner.length - nuls) * 0.05;
}

/** A crash of the machine leaves NULs at a log's end. */
function withoutOuterNuls(sample: Buffer): Buffer {
  let begin = 0;
  let end = sample.length;
  while (begin < end && sample[begin] === 0) begin += 1;
  while (end > begin && sample[end - 1] === 0) end -= 1;
  return sample.subarray(begin, end);
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
