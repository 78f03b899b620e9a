import { pointOf } from '../core/fleet-point.ts';
import type { Claims } from './claims.ts';
import type { FleetConfig } from './config.ts';
import type { Points } from './points.ts';
import type { Readings } from './readings.ts';
import { sweepSlot } from './slots.ts';

export interface SweeperOptions {
  readonly config: Pick<FleetConfig, 'sweep' | 'keep'>;
  readonly clouds: readonly string[];
  readonly readings: Pick<Readings, 'of'>;
  readonly points: Points;
  readonly claims: Claims;
  readonly clock: () => Date;
  readonly log: { info(fields: object, words: string): void; warn(fields: object, words: string): void };
  /** A fleet was read, and what is told of the last sweep is to be told anew. */
  readonly swept?: () => void;
}

/** Longer than the slowest pass over a fleet. */
const LEASE_MS = 6 * 60_000;
const DAY_MS = 24 * 3600_000;

/** Looks at every cloud whose slot has begun and that no other replica looks at. It never throws. */
export function createSweeper(options: SweeperOptions): () => Promise<void> {
  const { config, clouds, readings, points, claims, clock, log, swept = () => undefined } = options;

  async function sweep(cloud: string): Promise<void> {
    const slot = sweepSlot(clock(), config.sweep);
    if (!(await claims.sweep(cloud, slot, LEASE_MS))) return;
    try {
      const told = (await readings.of(cloud)).report();
      const point = 'kind' in told ? undefined : pointOf(told);
      if (point) await points.add(point);
      else log.info({ cloud }, 'a sweep saw a part of the fleet, which is not kept');
    } catch (error) {
      // What is sick now may be well at the next slot; until then nobody tries again.
      log.warn({ cloud, err: error }, 'a fleet was not swept');
    }
    await claims.swept(cloud, slot);
    await points.prune(new Date(clock().getTime() - config.keep * DAY_MS).toISOString());
    swept();
  }

  return async () => {
    if (config.sweep === 0) return;
    for (const cloud of clouds) {
      try {
        await sweep(cloud);
      } catch (error) {
        log.warn({ cloud, err: error }, 'a sweep could not be recorded');
      }
    }
  };
}
