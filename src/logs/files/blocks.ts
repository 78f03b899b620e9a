import { plainLine, surelyBegins } from '../../lib/log-lines.ts';

/** Bytes that are searched at once. */
export const BLOCK = 1 << 20;
/** How far the end of an entry is looked for; what is longer is torn apart. */
export const REACH = 256 << 10;
const NEWLINE = 10;
/** More than any head of a line has. */
const HEAD = 400;

/** The first line that begins at `at` or after it, where `at` itself may be one; -1 when there is none. */
function lineStart(bytes: Buffer, at: number): number {
  if (at === 0 || bytes[at - 1] === NEWLINE) return at;
  const newline = bytes.indexOf(NEWLINE, at);
  return newline < 0 || newline + 1 >= bytes.length ? -1 : newline + 1;
}

function beginsEntry(bytes: Buffer, line: number): boolean {
  let at = line;
  while (bytes[at] === 0) at += 1;
  // Most lines without a head are indented: cheaper than a look at all of them.
  if ((bytes[at] ?? 0) <= 32) return false;
  const newline = bytes.indexOf(NEWLINE, at);
  const end = Math.min(newline < 0 ? bytes.length : newline, at + HEAD);
  return surelyBegins(plainLine(bytes.toString('latin1', at, end)));
}

/**
 * Where a log may be cut at `at` or shortly after it: at the beginning of an entry, or else of a line. The same bytes
 * give the same place, so that neighbouring blocks neither overlap nor leave anything out.
 */
export function cutAt(bytes: Buffer, at: number, limit = at + REACH): number {
  const end = Math.min(bytes.length, limit);
  const first = lineStart(bytes, at);
  if (first < 0 || first >= end) return end;
  return nextEntry(bytes, first, end) ?? first;
}

/** From one line's beginning onwards; undefined when no entry begins before `end`. */
export function nextEntry(bytes: Buffer, line: number, end: number): number | undefined {
  for (let at = line; at < end; ) {
    if (beginsEntry(bytes, at)) return at;
    const newline = bytes.indexOf(NEWLINE, at);
    if (newline < 0) return undefined;
    at = newline + 1;
  }
  return undefined;
}

/** Pieces of whole entries, in their order, that hold one of the words somewhere in their bytes. */
export function* piecesWith(
  bytes: Buffer,
  words: readonly Buffer[],
  begin: number,
  end: number,
): Generator<{ readonly begin: number; readonly end: number }> {
  const next = words.map((word) => bytes.indexOf(word, begin));
  let done = begin;
  for (;;) {
    let hit = -1;
    for (const at of next) if (at >= 0 && (hit < 0 || at < hit)) hit = at;
    if (hit < 0 || hit >= end) return;
    const line = bytes.lastIndexOf(NEWLINE, hit) + 1;
    const from = previousEntry(bytes, Math.max(line, done), done);
    const lineEnd = bytes.indexOf(NEWLINE, hit);
    const after = lineEnd < 0 ? end : Math.min(end, lineEnd + 1);
    const to = nextEntry(bytes, after, Math.min(end, after + REACH)) ?? Math.min(end, after + REACH);
    const until = from === undefined ? after : to;
    yield { begin: from ?? Math.max(line, done), end: until };
    done = until;
    for (let one = 0; one < words.length; one++) {
      const at = next[one] ?? -1;
      if (at >= 0 && at < done) next[one] = bytes.indexOf(words[one] ?? '', done);
    }
  }
}

/** Back from the beginning of a line; the floor counts as one. Undefined when none is within reach. */
function previousEntry(bytes: Buffer, line: number, floor: number): number | undefined {
  for (let at = line; ; ) {
    if (at <= floor || beginsEntry(bytes, at)) return at;
    if (line - at > REACH) return undefined;
    at = at < 2 ? 0 : bytes.lastIndexOf(NEWLINE, at - 2) + 1;
  }
}
