/** A set of whole numbers that mostly come one after the other: a journal of millions is one range. */
export interface NumberRanges {
  has(number: number): boolean;
  add(number: number): void;
  /** What is not in it, from `from` to `to`. */
  gaps(from: number, to: number): readonly Range[];
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

export function numberRanges(): NumberRanges {
  const ranges: { from: number; to: number }[] = [];
  /** Index of the first range that ends at or behind `number`. */
  function find(number: number): number {
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.to ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  const has = (number: number): boolean => (ranges[find(number)]?.from ?? Number.POSITIVE_INFINITY) <= number;
  return {
    has,
    add(number) {
      if (has(number)) return;
      const at = find(number);
      const before = ranges[at - 1];
      const after = ranges[at];
      const joinsBefore = before?.to === number - 1;
      if (after?.from === number + 1) {
        after.from = joinsBefore ? before.from : number;
        if (joinsBefore) ranges.splice(at - 1, 1);
      } else if (joinsBefore) before.to = number;
      else ranges.splice(at, 0, { from: number, to: number });
    },
    gaps(from, to) {
      const found: Range[] = [];
      let next = from;
      for (const range of ranges) {
        if (range.to < next) continue;
        if (range.from > to) break;
        if (range.from > next) found.push({ from: next, to: range.from - 1 });
        next = range.to + 1;
      }
      if (next <= to) found.push({ from: next, to });
      return found;
    },
  };
}
