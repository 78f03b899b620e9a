import type { JournalTable } from '../store/schema.ts';

/** The end of the chain at some moment. One that was posted to the channel is out of reach of who edits the database. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** What is wrong with a journal. `seq` is the number of the row, as the table has it now. */
export type Fault =
  /** These columns do not hold what was written. `entry or hash`: one of them, and what would tell which is gone. */
  | { readonly kind: 'changed'; readonly seq: number; readonly columns: readonly ChangedColumn[] }
  /** All of it was made anew, hash included, by somebody who knows how: it is not what the entries after it were written upon, or what was posted. */
  | { readonly kind: 'rewritten'; readonly seq: number }
  | { readonly kind: 'missing'; readonly from: number; readonly to: number }
  /** Missing at the end. */
  | { readonly kind: 'cut'; readonly from: number; readonly to: number }
  /** The row has another number than the entry in it. */
  | { readonly kind: 'moved'; readonly seq: number; readonly entry: number }
  /** A row that was never appended. */
  | { readonly kind: 'inserted'; readonly seq: number }
  /** `journal_head` does not say what the last entry is. */
  | { readonly kind: 'head'; readonly says: Head | null; readonly last: Head };

export type ChangedColumn = keyof JournalTable | 'entry or hash';

/** Where it is, for the order of a list. */
export function placeOf(fault: Fault): number {
  if (fault.kind === 'head') return Number.POSITIVE_INFINITY;
  return fault.kind === 'missing' || fault.kind === 'cut' ? fault.from : fault.seq;
}

/** One sentence for an auditor. */
export function faultLine(fault: Fault): string {
  switch (fault.kind) {
    case 'changed':
      return `#${fault.seq} has been changed: ${fault.columns.join(', ')}`;
    case 'rewritten':
      return `#${fault.seq} has been rewritten, its hash too; what stands before it may be as well, which an older head tells (--head)`;
    case 'missing':
      return `${numbers(fault)} missing`;
    case 'cut':
      return `${numbers(fault)} missing: the end has been cut off`;
    case 'moved':
      return `row ${fault.seq} holds entry #${fault.entry}`;
    case 'inserted':
      return `row ${fault.seq} was never appended to the journal`;
    case 'head':
      return `the row of the head ${fault.says ? `says ${headWords(fault.says)}` : 'is gone'}, the last entry is ${headWords(fault.last)}`;
  }
}

export function headWords({ seq, hash }: Head): string {
  return `#${seq} ${hash}`;
}

function numbers({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? `#${from} is` : `#${from} to #${to} are`;
}
