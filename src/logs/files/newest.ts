import type { Entry } from './matching.ts';

export interface Bounds {
  readonly lines: number;
  /** UTF-16 code units of text. */
  readonly characters: number;
}

/** The newest entries of a log within bounds, however they come in. */
export function createNewest(bounds: Bounds) {
  /** Batches, the oldest first. */
  let batches: Entry[][] = [];
  let lines = 0;
  let characters = 0;
  let dropped = false;
  const over = () => lines > bounds.lines || characters > bounds.characters;
  const count = (entry: Entry, sign: 1 | -1) => {
    lines += sign * entry.lines.length;
    for (const line of entry.lines) characters += sign * (line.length + 1);
  };

  function shrink(): void {
    while (over()) {
      const oldest = batches[0];
      const entry = oldest?.shift();
      if (!entry) {
        if (batches.length === 0) return;
        batches = batches.slice(1);
        continue;
      }
      // One entry that is too long by itself is better than none.
      if (batches.length === 1 && oldest?.length === 0) {
        oldest.push(entry);
        return;
      }
      count(entry, -1);
      dropped = true;
    }
  }
  return {
    /** What was written before all that is there. */
    addOlder(entries: readonly Entry[]): void {
      for (const entry of entries) count(entry, 1);
      batches.unshift([...entries]);
      shrink();
    },
    /** What was written after all that is there. */
    addNewer(entries: readonly Entry[]): void {
      for (const entry of entries) count(entry, 1);
      batches.push([...entries]);
      shrink();
    },
    /** Nothing older would be kept. */
    full: () => dropped,
    /** Oldest first. */
    entries: (): readonly Entry[] => batches.flat(),
  };
}
