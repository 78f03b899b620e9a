/** Anything that may carry its time. */
interface Timed {
  readonly time: number | undefined;
}

/**
 * One list out of several, oldest first. Each keeps its own order, since what was written is truer than its times;
 * what has no time stays behind the entry before it.
 */
export function mergeByTime<T extends Timed>(lists: readonly (readonly T[])[]): readonly T[] {
  const [first = [], ...others] = lists.filter((list) => list.length > 0);
  return others.reduce<readonly T[]>(mergeTwo, first);
}

function mergeTwo<T extends Timed>(left: readonly T[], right: readonly T[]): readonly T[] {
  const merged: T[] = [];
  const [leftTimes, rightTimes] = [rising(left), rising(right)];
  let at = 0;
  for (const [index, entry] of right.entries()) {
    const time = rightTimes[index] ?? Number.NEGATIVE_INFINITY;
    for (; at < left.length && (leftTimes[at] ?? 0) <= time; at++) merged.push(left[at] as T);
    merged.push(entry);
  }
  return [...merged, ...left.slice(at)];
}

/** Times that never go back. */
function rising(list: readonly Timed[]): readonly number[] {
  let latest = Number.NEGATIVE_INFINITY;
  return list.map(({ time }) => {
    latest = Math.max(latest, time ?? latest);
    return latest;
  });
}
