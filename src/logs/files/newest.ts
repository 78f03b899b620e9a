import { isChatter } from '../../lib/log-lines.ts';
import type { Entry } from './matching.ts';

export interface Bounds {
  readonly lines: number;
  /** UTF-16 code units of text. */
  readonly characters: number;
}

/**
 * The newest entries of a log within bounds, however they come in, and of those before them what is no chatter, within a
 * quarter of the bounds: a conductor at DEBUG writes more of a node in a few hours than anybody wants to keep, and the
 * error that everything is about is older than that.
 */
export function createNewest(bounds: Bounds) {
  const newest = createEnd(bounds);
  const before = createEnd({
    lines: Math.ceil(bounds.lines / 4),
    characters: Math.ceil(bounds.characters / 4),
  });
  const telling = (entries: readonly Entry[]) => entries.filter(({ lines }) => !isChatter(lines[0] ?? ''));
  return {
    /** What was written before all that is there. */
    addOlder(entries: readonly Entry[]): void {
      before.addOlder(telling(newest.cut() ? entries : newest.addOlder(entries)));
    },
    /** What was written after all that is there. */
    addNewer(entries: readonly Entry[]): void {
      before.addNewer(telling(newest.addNewer(entries)));
    },
    /** Of what is older no chatter would be kept. */
    more: () => newest.cut(),
    /** Nothing older would be kept. */
    full: () => before.cut(),
    /** Oldest first. */
    entries: (): readonly Entry[] => [...before.entries(), ...newest.entries()],
  };
}

/** The newest entries within bounds; both ways of adding give what they left out, oldest first. */
function createEnd(bounds: Bounds) {
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

  function shrink(): readonly Entry[] {
    const left: Entry[] = [];
    while (over()) {
      const oldest = batches[0];
      const entry = oldest?.shift();
      if (!entry) {
        if (batches.length === 0) break;
        batches = batches.slice(1);
        continue;
      }
      // One entry that is too long by itself is better than none.
      if (batches.length === 1 && oldest?.length === 0) {
        oldest.push(entry);
        break;
      }
      count(entry, -1);
      left.push(entry);
      dropped = true;
    }
    return left;
  }
  return {
    addOlder(entries: readonly Entry[]): readonly Entry[] {
      for (const entry of entries) count(entry, 1);
      batches.unshift([...entries]);
      return shrink();
    },
    addNewer(entries: readonly Entry[]): readonly Entry[] {
      for (const entry of entries) count(entry, 1);
      batches.push([...entries]);
      return shrink();
    },
    /** Whether anything was left out. */
    cut: () => dropped,
    entries: (): readonly Entry[] => batches.flat(),
  };
}
