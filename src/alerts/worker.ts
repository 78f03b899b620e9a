import { errorFields } from '../lib/plain-log.ts';
import { setBackBy } from '../lib/steady.ts';
import type { createDrawer } from './drawer.ts';
import type { Looker } from './looker.ts';
import type { AlertsOptions } from './ports.ts';
import { type ResettleOptions, resettle } from './resettle.ts';
import { after } from './slack-time.ts';

export interface WorkerOptions extends ResettleOptions, Pick<AlertsOptions, 'now' | 'log' | 'sleep'> {
  readonly looker: Looker;
  readonly drawer: ReturnType<typeof createDrawer>;
  /** Days for which what is over is kept. */
  readonly keep: number;
}

/** So that replicas see what others have heard, and so that what waits has its time. */
const POLL_MS = 2_000;
const TIDY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Looks at what stories are about and draws them. One per process; replicas share the work through the store. */
export function createWorker(options: WorkerOptions) {
  const { repository, looker, drawer, now, log, sleep, keep } = options;
  const stopping = new AbortController();
  let looping: Promise<void> | undefined;
  let nudge = new AbortController();
  const lost = setBackBy(now);
  let followed = lost();
  let tidied = Number.NEGATIVE_INFINITY;

  /** Each by itself: a cloud that cannot be looked at keeps nobody from drawing. */
  async function look(): Promise<void> {
    await safely('a clock that was set back', follow);
    await safely('silences', async () => {
      await resettle(options, await repository.unhushed(now().toISOString()));
    });
    await safely('looks', () => looker.look());
    await safely('drawings', () => drawer.look());
    await safely('what is over', tidy);
  }

  async function follow(): Promise<void> {
    const by = lost();
    if (by === followed) return;
    log.warn({ seconds: Math.round((by - followed) / 1000) }, 'the clock was set back');
    await repository.hurry(now().toISOString());
    followed = by;
  }

  async function tidy(): Promise<void> {
    if (now().getTime() - tidied < TIDY_MS) return;
    tidied = now().getTime();
    await repository.forget(after(now().toISOString(), -keep * DAY_MS));
  }

  async function safely(what: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      log.error({ ...errorFields(error), what }, 'stories could not be looked through; it is tried again');
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      nudge = new AbortController();
      await look();
      await sleep(POLL_MS, AbortSignal.any([nudge.signal, stopping.signal]));
    }
  }

  async function settled(): Promise<void> {
    await looker.settled();
    await drawer.settled();
  }

  return {
    start(): void {
      looping ??= loop();
    },
    wake: (): void => nudge.abort(),
    look,
    settled,
    async stop(): Promise<void> {
      stopping.abort();
      looker.stop();
      drawer.stop();
      await looping;
      await settled();
    },
  };
}
