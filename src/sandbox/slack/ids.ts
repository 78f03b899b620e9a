/** Ids and time stamps of one workspace: unique, in order, and the same in every run with the same clock. */
export interface Ids {
  /** `prefix` and nine characters, as Slack's ids look: `next('V')` is `V000000001`. */
  next(prefix: string): string;
  /** A message time stamp, `seconds.micros`; always later than the one before. */
  ts(): string;
  /** Seconds since the epoch, now. */
  seconds(): number;
}

export function createIds(clock: () => Date): Ids {
  let counter = 0;
  let last = 0;
  return {
    next(prefix) {
      counter += 1;
      return `${prefix}${counter.toString(36).toUpperCase().padStart(9, '0')}`;
    },
    ts() {
      last = Math.max(last + 1, clock().getTime() * 1000);
      return `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, '0')}`;
    },
    seconds: () => Math.floor(clock().getTime() / 1000),
  };
}
