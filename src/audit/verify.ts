import type { Store } from '../store/open-store.ts';
import { judgeContent, type RowRead, readRow, START, type Vouched } from './chain.ts';
import { type Fault, type Head, placeOf } from './fault.ts';
import { numberRanges } from './number-ranges.ts';
import { type RawPage, rawPages, textOf } from './raw-rows.ts';

export interface Verification {
  readonly intact: boolean;
  /** Rows that were looked at. */
  readonly entries: number;
  /** The last entry that is as it was written; number 0 for an empty journal. What to note down, and to hand over as `--head` the next time. */
  readonly last: Head;
  /** By number; at most FAULT_LIMIT of them. */
  readonly faults: readonly Fault[];
  /** Faults beyond those. */
  readonly more: number;
}

const FAULT_LIMIT = 1000;

/**
 * Reads every row once, the newest first, since what vouches for an entry is the one after it, and for the last one the
 * row of the head; for both, a head that somebody outside has kept. Memory does not grow with the journal.
 * @param posted heads as the channel shows them
 * @throws ServiceError of the service `database`
 */
export async function verifyJournal(store: Store, posted: readonly Head[] = []): Promise<Verification> {
  let examiner: ReturnType<typeof examine> | undefined;
  for await (const page of rawPages(store)) {
    examiner ??= examine(headOf(page), posted);
    for (const row of page.rows) examiner.row(readRow(row));
  }
  return (examiner ?? examine(null, posted)).end();
}

function headOf({ heads }: RawPage): Head | null {
  const [one, ...others] = heads;
  if (!one || others.length > 0 || textOf(one.id) !== '1') return null;
  return { seq: Number(textOf(one.seq)), hash: textOf(one.hash) ?? '' };
}

/** Takes rows by descending number. */
export function examine(head: Head | null, posted: readonly Head[]) {
  const faults: Fault[] = [];
  let more = 0;
  let entries = 0;
  /** What the entry after it says, by number; what was met is forgotten. */
  const next = new Map<number, NonNullable<Vouched['next']>>();
  const seen = numberRanges();
  /** Rows elsewhere that hold an entry by their own word alone. */
  const unvouched = new Map<number, Fault>();
  const doubtful = new Set<number>();
  const postedHash = new Map(posted.map(({ seq, hash }) => [seq, hash]));
  let last: Head = START;

  function report(fault: Fault): void {
    if (faults.length < FAULT_LIMIT) faults.push(fault);
    else more += 1;
  }

  function row(read: RowRead): void {
    entries += 1;
    const { position, claimed, actual, kept } = read;
    const itself =
      claimed !== undefined && (actual === kept || (next.get(claimed)?.hashes.includes(actual) ?? false));
    const number = itself ? claimed : position;
    if (number < 1 || (seen.has(number) && !displaces(number, position))) {
      report({ kind: 'inserted', seq: position });
      return;
    }
    const vouched: Vouched = {
      posted: postedHash.get(number),
      head: head?.seq === number ? head.hash : undefined,
      next: next.get(number),
    };
    if (number !== position) {
      const fault: Fault = { kind: 'moved', seq: position, entry: number };
      if (!Object.values(vouched).some((one) => one !== undefined)) unvouched.set(number, fault);
      report(fault);
    }
    seen.add(number);
    const content = judgeContent(read, vouched);
    next.delete(number);
    if (content.kind === 'authentic') {
      if (content.badSuccessor && !doubtful.has(number + 1))
        report({ kind: number === head?.seq ? 'inserted' : 'rewritten', seq: number + 1 });
      if (read.disagreeing.length > 0) report({ kind: 'changed', seq: position, columns: read.disagreeing });
      // Only the entry's own word counts, which its hash covers.
      next.set(number - 1, { hashes: read.previous.slice(0, 1), sure: true });
      if (number > last.seq) last = { seq: number, hash: actual };
    } else {
      report({ ...content, seq: position });
      doubtful.add(number);
      // Two places that say the same were hardly both hit; a row that was made anew says what it likes.
      const sure = content.kind === 'changed' && read.previous.length === 1;
      next.set(number - 1, { hashes: read.previous, sure });
    }
  }

  /** What came first was a copy elsewhere; the row in its own place is the true one. */
  function displaces(number: number, position: number): boolean {
    const copy = number === position ? unvouched.get(number) : undefined;
    const at = copy ? faults.indexOf(copy) : -1;
    if (copy && at >= 0) faults[at] = { kind: 'inserted', seq: placeOf(copy) };
    return at >= 0;
  }

  function end(): Verification {
    const begin = next.get(0);
    if (begin?.sure && !begin.hashes.includes(START.hash) && !doubtful.has(1))
      report({ kind: 'rewritten', seq: 1 });
    // The hash of the last entry under another number: it is the number that was changed.
    const renumbered = head !== null && head.seq !== last.seq && head.hash === last.hash;
    if (
      head === null ||
      renumbered ||
      head.seq < last.seq ||
      (head.seq === last.seq && head.hash !== last.hash)
    )
      report({ kind: 'head', says: head, last });
    const until = Math.max(last.seq, renumbered ? 0 : (head?.seq ?? 0), ...postedHash.keys());
    for (const gap of seen.gaps(1, until)) report({ kind: gap.to === until ? 'cut' : 'missing', ...gap });
    faults.sort((a, b) => placeOf(a) - placeOf(b));
    return { intact: faults.length === 0, entries, last, faults, more };
  }

  return { row, end };
}
