import { ServiceError } from '../core/errors.ts';
import { changesBetween } from '../core/fleet-changes.ts';
import { type FleetGlance, glanceOf } from '../core/fleet-glance.ts';
import { pointOf } from '../core/fleet-point.ts';
import type { FleetReport } from '../core/fleet-report.ts';
import type { LastSweep } from '../core/last-sweep.ts';
import type { Reach } from '../core/reach.ts';
import { onErrand } from '../lib/errand.ts';
import type { Claims } from './claims.ts';
import type { FleetConfig } from './config.ts';
import type { Glances } from './glances.ts';
import type { Points } from './points.ts';
import type { Readings } from './readings.ts';
import { sweepSlot } from './slots.ts';

export interface SweeperOptions {
  readonly config: Pick<FleetConfig, 'sweep' | 'keep'>;
  readonly clouds: readonly string[];
  readonly readings: Pick<Readings, 'of'>;
  readonly points: Points;
  readonly glances: Pick<Glances, 'of' | 'keep'>;
  readonly claims: Claims;
  /** What this process heard of the clouds while it read them. */
  readonly reach: Pick<Reach, 'contacts'>;
  /** With what of the past a sweep is compared, for what is told of it: ISO 8601. */
  readonly comparedWith: (now: Date) => string;
  readonly clock: () => Date;
  readonly log: { info(fields: object, words: string): void; warn(fields: object, words: string): void };
}

/** Longer than the slowest pass over a fleet. */
const LEASE_MS = 6 * 60_000;
const DAY_MS = 24 * 3600_000;

/** Looks at every cloud whose slot has begun and that no other replica looks at. It never throws. */
export function createSweeper(options: SweeperOptions): () => Promise<void> {
  const { config, clouds, readings, points, glances, claims, reach, comparedWith, clock, log } = options;

  async function sweep(cloud: string): Promise<void> {
    const slot = sweepSlot(clock(), config.sweep);
    if (!(await claims.sweep(cloud, slot, LEASE_MS))) return;
    await onErrand({ what: 'sweep', from: cloud }, () => carryOut(cloud, slot));
  }

  async function carryOut(cloud: string, slot: string): Promise<void> {
    const seen = await look(cloud);
    const contacts = reach.contacts(cloud);
    await glances.keep({ cloud, at: clock().toISOString(), contacts, ...seen });
    await claims.swept(cloud, slot);
    await points.prune(new Date(clock().getTime() - config.keep * DAY_MS).toISOString());
  }

  async function look(cloud: string): Promise<Pick<LastSweep, 'glance' | 'failed'>> {
    let report: FleetReport;
    try {
      const told = (await readings.of(cloud)).report();
      if ('kind' in told) throw new Error('Without words there is nothing that could fit nothing.');
      report = told;
    } catch (error) {
      // What is sick now may be well at the next slot; until then nobody tries again.
      log.warn({ cloud, err: error }, 'a fleet was not swept');
      const words = error instanceof ServiceError ? error.message : 'of an error of mine, which my log tells';
      const before = await glances.of(cloud);
      const since = before?.failed?.since ?? clock().toISOString();
      return { glance: before?.glance ?? null, failed: { since, words } };
    }
    return { glance: await kept(report), failed: null };
  }

  async function kept(report: FleetReport): Promise<FleetGlance> {
    const { cloud } = report;
    const point = pointOf(report);
    if (!point) {
      log.info({ cloud }, 'a sweep saw a part of the fleet, which is not kept');
      return glanceOf(report);
    }
    await points.add(point);
    const past = await points.before(cloud, comparedWith(clock()));
    return glanceOf(report, past && changesBetween(past, point));
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
