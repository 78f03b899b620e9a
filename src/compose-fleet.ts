import type { Engine } from './compose.ts';
import type { Config } from './config.ts';
import type { DigestBoard } from './core/fleet-digest.ts';
import type { FleetsAtRest } from './core/last-sweep.ts';
import type { Reach } from './core/reach.ts';
import { differentClouds } from './different-clouds.ts';
import { createClaims } from './fleet/claims.ts';
import { createDigests } from './fleet/digests.ts';
import { createGlances } from './fleet/glances.ts';
import { createLooks, type Looks } from './fleet/looks.ts';
import { createPoints } from './fleet/points.ts';
import { createReadings, type Readings } from './fleet/readings.ts';
import { digestSlot } from './fleet/slots.ts';
import { createSweeper } from './fleet/sweeper.ts';
import { createSweptWatch } from './fleet/swept-watch.ts';
import type { Log } from './log.ts';
import type { Store } from './store/open-store.ts';
import { idle, newOwner } from './this-process.ts';

/** What a running bot knows of whole fleets. */
export interface FleetHalf {
  readonly readings: Readings;
  readonly looks: Looks;
  readonly atRest: FleetsAtRest;
  /** Sweeps and posts digests from now on, as far as they are configured; tells when any replica has swept. */
  start(board: DigestBoard, onSwept: () => void): void;
  stop(): Promise<void>;
}

export interface FleetHalfOptions {
  readonly config: Pick<Config, 'clouds' | 'fleet'>;
  readonly engine: Pick<Engine, 'cloud' | 'pass'>;
  /** Undefined where nothing that is configured has something to remember: then there is no past to tell. */
  readonly store: Store | undefined;
  readonly reach: Pick<Reach, 'contacts'>;
  readonly log: Log;
  readonly clock: () => Date;
}

/** Between two looks at what is due. */
const TICK_MS = 20_000;
const DAY_MS = 24 * 3600_000;

export function composeFleet({ config, engine, store, reach, log, clock }: FleetHalfOptions): FleetHalf {
  const { fleet, clouds } = config;
  const read = async (name: string, signal: AbortSignal) => engine.pass.read(engine.cloud(name), signal);
  const readings = createReadings({ read, clock });
  const unusable: string[] = [];
  const swept = differentClouds(clouds, (name, err) => {
    unusable.push(name);
    if (fleet) log.warn({ cloud: name, err }, 'a cloud cannot be used, so it is not swept');
  });
  const points = store && createPoints(store);
  const glances = store && createGlances(store);
  const looks = createLooks({
    readings,
    points: fleet && points,
    draw: async (report, past) => (await import('./picture/fleet-picture.ts')).drawFleet(report, past),
    log,
  });
  const stopped = new AbortController();
  let running: Promise<void> = Promise.resolve();

  async function run(jobs: readonly (() => Promise<void>)[]): Promise<void> {
    const { signal } = stopped;
    while (!signal.aborted) {
      for (const job of jobs) if (!signal.aborted) await job();
      await idle(TICK_MS, signal);
    }
  }

  return {
    readings,
    looks,
    atRest: {
      sweep: fleet?.sweep,
      clouds: swept,
      unusable,
      sweeps: async () => (await glances?.all(swept)) ?? [],
      pictures: async () => (await glances?.pictures(swept)) ?? [],
    },
    start(board, onSwept) {
      if (!fleet || !store || !points || !glances) return;
      const parts = { clouds: swept, claims: createClaims({ store, clock, owner: newOwner() }), clock, log };
      const { digest } = fleet;
      const comparedWith = (now: Date) =>
        digest ? digestSlot(now, digest) : new Date(now.getTime() - DAY_MS).toISOString();
      const sweep = createSweeper({
        ...parts,
        config: fleet,
        readings,
        points,
        glances,
        reach,
        comparedWith,
      });
      const watch = createSweptWatch({ glances, onSwept, log });
      const digests = digest ? [createDigests({ ...parts, config: digest, looks, board })] : [];
      running = run([sweep, watch, ...digests]);
    },
    async stop() {
      stopped.abort();
      readings.stop();
      await running;
    },
  };
}
