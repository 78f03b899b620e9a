import type { FileHandle } from 'node:fs/promises';
import { plainLine } from '../../lib/log-lines.ts';
import type { LineTime } from '../line-time.ts';
import { readAt } from './file-kind.ts';

const PROBE = 64 << 10;
/** Lines without a time that are passed over until one has it. */
const PATIENCE = 1 << 20;
/** Below this it is cheaper to read than to look further. */
const NEAR = 256 << 10;
/** Several processes that write to one log may be out of step by so much. */
export const OUT_OF_STEP = 60_000;

/** The first line at or after `offset` that carries a time, and where it begins. */
async function stampedLine(
  file: FileHandle,
  offset: number,
  size: number,
  timeOf: LineTime,
): Promise<{ readonly at: number; readonly time: number } | undefined> {
  const buffer = Buffer.alloc(PROBE);
  // A line that begins at the offset itself is known by the newline before it.
  let position = Math.max(0, offset - 1);
  let inLine = offset > 0;
  while (position < Math.min(size, offset + PATIENCE)) {
    const bytes = await readAt(file, buffer, position, Math.min(PROBE, size - position));
    if (bytes.length === 0) return undefined;
    let at = 0;
    while (at < bytes.length) {
      const newline = bytes.indexOf(10, at);
      const end = newline < 0 ? bytes.length : newline;
      if (!inLine) {
        const time = timeOf(plainLine(bytes.toString('latin1', at, Math.min(end, at + 200))));
        if (time !== undefined) return { at: position + at, time };
      }
      inLine = newline < 0;
      at = end + 1;
    }
    position += bytes.length;
  }
  return undefined;
}

/**
 * Which part of a log can hold lines between two times: logs are written in the order of time, so a few looks tell.
 * What cannot be told is taken for within.
 */
export async function partWithin(
  file: FileHandle,
  size: number,
  { from, to, timeOf }: { readonly from: number; readonly to: number; readonly timeOf: LineTime },
): Promise<{ readonly begin: number; readonly end: number }> {
  let low = 0;
  let high = size;
  // The last place that is known to be before the window.
  while (high - low > NEAR) {
    const middle = Math.floor((low + high) / 2);
    const seen = await stampedLine(file, middle, size, timeOf);
    if (seen && seen.time < from - OUT_OF_STEP) low = seen.at;
    else high = middle;
  }
  const begin = low;
  let end = size;
  high = size;
  // The first place that is known to be after it.
  while (high - low > NEAR) {
    const middle = Math.floor((low + high) / 2);
    const seen = await stampedLine(file, middle, size, timeOf);
    if (seen && seen.time > to + OUT_OF_STEP) {
      high = middle;
      end = Math.min(end, seen.at);
    } else low = middle;
  }
  return { begin, end };
}

/** The time of the last line before `offset` that carries one, if it is near. */
export async function timeBefore(
  file: FileHandle,
  offset: number,
  timeOf: LineTime,
): Promise<number | undefined> {
  const from = Math.max(0, offset - PROBE);
  const bytes = await readAt(file, Buffer.alloc(PROBE), from, offset - from);
  const lines = bytes.toString('latin1').split('\n');
  // The first of them is torn unless the file begins there.
  for (const line of (from === 0 ? lines : lines.slice(1)).toReversed()) {
    const time = timeOf(plainLine(line.slice(0, 200)));
    if (time !== undefined) return time;
  }
  return undefined;
}
