/**
 * The names that a mistyped one could have meant, nearest first, at most `limit`: what begins with the words, then
 * what is within a third of its length in edits (a swap of neighbours counts as one).
 */
export function nearest(words: string, names: Iterable<string>, limit = 5): readonly string[] {
  const wanted = words.toLowerCase();
  const reach = Math.max(1, Math.floor(wanted.length / 3));
  const scored: { name: string; score: number }[] = [];
  for (const name of new Set(names)) {
    const known = name.toLowerCase();
    if (Math.abs(known.length - wanted.length) > reach && !known.startsWith(wanted)) continue;
    const score = known.startsWith(wanted) ? 0.5 : distance(wanted, known, reach);
    if (score <= reach) scored.push({ name, score });
  }
  scored.sort((a, b) => a.score - b.score || a.name.localeCompare(b.name, 'en', { numeric: true }));
  // Beside a name that is one slip away, those that are two away are noise.
  const best = scored[0]?.score ?? 0;
  return scored
    .filter((one) => one.score - best < 1)
    .slice(0, limit)
    .map((one) => one.name);
}

/** Edits between two words (optimal string alignment); anything above `reach` may come back as reach + 1. */
export function distance(a: string, b: string, reach = Number.POSITIVE_INFINITY): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    if (Math.min(...row) > reach) return reach + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? reach + 1;
}
