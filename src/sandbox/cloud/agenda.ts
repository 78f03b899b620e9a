/** What will happen to the cloud, by simulated time. Nothing runs by itself: requests and `advance` settle it. */
export interface Agenda {
  /** `run` gets the moment it was planned for, so that times come out the same however late it is settled. */
  at(ms: number, run: (ms: number) => void): void;
  /** Runs everything due at `now`, in order, including what that plans in turn. */
  settle(now: number): void;
}

/** An empty agenda. */
export function createAgenda(): Agenda {
  const entries: { ms: number; order: number; run: (ms: number) => void }[] = [];
  let order = 0;
  return {
    at(ms, run) {
      entries.push({ ms, order: order++, run });
      entries.sort((a, b) => a.ms - b.ms || a.order - b.order);
    },
    settle(now) {
      for (let next = entries[0]; next && next.ms <= now; next = entries[0]) {
        entries.shift();
        next.run(next.ms);
      }
    },
  };
}
