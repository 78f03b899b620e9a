import { cut } from '../../lib/cut.ts';
import { entriesOf, isChatter, mentions, plainLine } from '../../lib/log-lines.ts';
import type { LineTime } from '../line-time.ts';
import { piecesWith } from './blocks.ts';

/** An entry that is about what was asked, as it stands in a file. */
export interface Entry {
  readonly lines: readonly string[];
  /** Milliseconds since the epoch; undefined when neither it nor what stands before it tells. */
  readonly time: number | undefined;
}

export interface Wanted {
  readonly words: readonly string[];
  /** The same in UTF-8. */
  readonly bytes: readonly Buffer[];
  /** Milliseconds since the epoch, both included. */
  readonly from: number;
  readonly to: number;
  readonly timeOf: LineTime;
  /** False where chatter of one line is not wanted; most of a log is that. */
  readonly chatter?: boolean;
}

const LONGEST_LINE = 16_384;
const MOST_LINES = 500;

/** What is told about the entries as a whole, collected while they are found. */
export interface Remarks {
  /** An entry or a line was too long to be kept whole. */
  shortened: boolean;
  /** Entries carry no time, so that whether they belong to the window is not known. */
  timeless: boolean;
  /** Minutes by which the times in a file are ahead of the file itself, when the configured offset looks wrong. */
  readonly minutesAhead?: number | undefined;
}

/**
 * Entries of a block that hold a word and were written within the window, in their order.
 * @param before time of the last entry before the block, asked for only when it is needed
 */
export async function matchesIn(
  block: { readonly bytes: Buffer; readonly begin: number; readonly end: number },
  wanted: Wanted,
  before: () => Promise<number | undefined>,
  remarks: Remarks,
): Promise<readonly Entry[]> {
  const { words, from, to, timeOf, chatter = true } = wanted;
  const found: Entry[] = [];
  for (const { begin, end } of piecesWith(block.bytes, wanted.bytes, block.begin, block.end)) {
    const text = block.bytes.toString('utf8', begin, end);
    const whole = text.endsWith('\n') ? text.slice(0, -1) : text;
    if (!chatter && isChatter(whole) && !whole.includes('\n')) continue;
    const lines = whole.split('\n').map(plainLine);
    let last: number | undefined;
    for (const entry of entriesOf(lines)) {
      const own = timeOf(entry[0] ?? '');
      last = own ?? last;
      const about = (line: string) => words.some((word) => mentions(line, word));
      if (!entry.some(about)) continue;
      last ??= await before();
      if (last !== undefined ? last < from || last > to : false) continue;
      remarks.timeless ||= last === undefined;
      // Without a head nobody knows where it begins and ends: only the lines themselves can be said to be about it.
      const headless = own === undefined && last === undefined;
      found.push(shortened(headless ? entry.filter(about) : entry, last, remarks));
    }
  }
  return found;
}

function shortened(entry: readonly string[], time: number | undefined, remarks: Remarks): Entry {
  const many = entry.length > MOST_LINES;
  remarks.shortened ||= many || entry.some((line) => line.length > LONGEST_LINE);
  const lines = many ? [...entry.slice(0, MOST_LINES / 2), '…', ...entry.slice(1 - MOST_LINES / 2)] : entry;
  return { lines: lines.map((line) => fit(line)), time };
}

/** Both ends of a line that nobody would read whole. */
function fit(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  // Megabytes are not worth being taken apart into code points.
  const ends =
    line.length > 4 * LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}${line.slice(-LONGEST_LINE)}` : line;
  return cut(ends, LONGEST_LINE, 'middle');
}
