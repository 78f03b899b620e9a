/** A clock that runs, and jumps when it is told to. */
export function movingClock() {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    /** Milliseconds; less than nothing sets it back. */
    jump(ms: number): void {
      ahead += ms;
    },
  };
}

export const HOUR_MS = 3_600_000;
