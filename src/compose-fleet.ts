import type { Engine } from './compose.ts';
import type { Config } from './config.ts';
import type { DigestBoard } from './core/fleet-digest.ts';
import { differentClouds } from './different-clouds.ts';
import { createClaims } from './fleet/claims.ts';
import { createDigests } from './fleet/digests.ts';
import { createLooks, type Looks } from './fleet/looks.ts';
import { createPoints } from './fleet/points.ts';
import { createReadings, type Readings } from './fleet/readings.ts';
import { createSweeper } from './fleet/sweeper.ts';
import type { Log } from './log.ts';
import type { Store } from './store/open-store.ts';
import { idle, newOwner } from './this-process.ts';

/** What a running bot knows of whole fleets. */
export interface FleetHalf {
  readonly readings: Readings;
  readonly looks: Looks;
  /** Sweeps and posts digests from now on, as far as they are configured. */
  start(board: DigestBoard): void;
  stop(): Promise<void>;
}

export interface FleetHalfOptions {
  readonly config: Pick<Config, 'clouds' | 'fleet'>;
  readonly engine: Pick<Engine, 'cloud' | 'pass'>;
  /** Undefined where nothing that is configured has something to remember: then there is no past to tell. */
  readonly store: Store | undefined;
  readonly log: Log;
  readonly clock: () => Date;
}

/** Between two looks at what is due. */
const TICK_MS = 20_000;

export function composeFleet({ config, engine, store, log, clock }: FleetHalfOptions): FleetHalf {
  const { fleet, clouds } = config;
  const read = async (name: string, signal: AbortSignal) => engine.pass.read(engine.cloud(name), signal);
  const readings = createReadings({ read, clock });
  const points = store && createPoints(store);
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
    start(board) {
      if (!fleet || !store || !points) return;
      const swept = differentClouds(clouds, (name, err) =>
        log.warn({ cloud: name, err }, 'a cloud cannot be used, so it is not swept'),
      );
      const parts = { clouds: swept, claims: createClaims({ store, clock, owner: newOwner() }), clock, log };
      const sweep = createSweeper({ ...parts, config: fleet, readings, points });
      const { digest } = fleet;
      const jobs = digest ? [createDigests({ ...parts, config: digest, looks, board })] : [];
      running = run([sweep, ...jobs]);
    },
    async stop() {
      stopped.abort();
      readings.stop();
      await running;
    },
  };
}
