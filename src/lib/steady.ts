/** Milliseconds by which the clock has been set back since this began to watch; it sees that only when it is asked. */
export function setBackBy(clock: () => Date): () => number {
  let before = Number.NEGATIVE_INFINITY;
  let lost = 0;
  return () => {
    const now = clock().getTime();
    if (now < before) lost += before - now;
    before = now;
    return lost;
  };
}

/**
 * Milliseconds that never go back: where the clock is set back they go on from where they were, and where it is set forward
 * they go along, since a machine that slept looks the same. For pauses and ages within a process; what is told or kept has
 * the clock's own time.
 */
export function steady(clock: () => Date): () => number {
  let now = 0;
  const lost = setBackBy(() => {
    const at = clock();
    now = at.getTime();
    return at;
  });
  return () => {
    const added = lost();
    return now + added;
  };
}
