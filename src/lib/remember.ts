export interface RememberLimits {
  /** Answers that are kept; the one that was asked for longest ago goes first. */
  readonly most: number;
  /** UTF-16 units of a text beyond which nothing is kept. */
  readonly longest: number;
}

/** A pure function of a text that is asked about the same texts again and again. What it gives must not be changed. */
export function remember<T>(
  work: (text: string) => T,
  { most, longest }: RememberLimits,
): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > longest) return work(text);
    const answer = known.has(text) ? (known.get(text) as T) : work(text);
    // A Map keeps the order in which keys came: the first is the one that was asked for longest ago.
    known.delete(text);
    known.set(text, answer);
    if (known.size > most) {
      for (const oldest of known.keys()) {
        known.delete(oldest);
        break;
      }
    }
    return answer;
  };
}
