import type { FleetReading } from '../core/fleet-report.ts';
import { steady } from '../lib/steady.ts';

/** One cloud's fleet, as a pass over it finds it; heard by nobody who asked for it, but by whoever stops the bot. */
export type ReadFleet = (cloud: string, signal: AbortSignal) => Promise<FleetReading>;

export interface ReadingsOptions {
  readonly read: ReadFleet;
  readonly clock: () => Date;
  /** So many milliseconds after it began, a pass is read anew for who asks again. */
  readonly freshMs?: number;
}

export interface Readings {
  /**
   * A pass that runs already or one that is young enough, or a new one. With `maxAgeMs` of 0 it is a new one: for who has to
   * see what happened a moment ago. @throws as the pass does
   */
  of(cloud: string, maxAgeMs?: number): Promise<FleetReading>;
  stop(): void;
}

interface Kept {
  readonly began: number;
  readonly reading: Promise<FleetReading>;
}

const FRESH_MS = 60_000;

/**
 * The passes over the fleets: whoever asks while one runs, or soon after, gets the same one, since a whole cloud is
 * read for each. It belongs to all who wait for it, so that nobody's going away ends it.
 */
export function createReadings({ read, clock, freshMs = FRESH_MS }: ReadingsOptions): Readings {
  const elapsed = steady(clock);
  const kept = new Map<string, Kept>();
  const stopped = new AbortController();

  /** A fleet is megabytes, and nobody may ask for it again. */
  function forgetLater(cloud: string, one: Kept): void {
    setTimeout(() => {
      if (kept.get(cloud) === one) kept.delete(cloud);
    }, freshMs).unref();
  }

  function begin(cloud: string): Kept {
    const one = { began: elapsed(), reading: read(cloud, stopped.signal) };
    kept.set(cloud, one);
    one.reading.then(
      () => forgetLater(cloud, one),
      () => {
        if (kept.get(cloud) === one) kept.delete(cloud);
      },
    );
    return one;
  }

  return {
    of(cloud, maxAgeMs = freshMs) {
      const known = kept.get(cloud);
      const age = known && elapsed() - known.began;
      return (known && age !== undefined && age < maxAgeMs ? known : begin(cloud)).reading;
    },
    stop: () => stopped.abort(),
  };
}
