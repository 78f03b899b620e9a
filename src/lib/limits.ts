import Bottleneck from 'bottleneck';
import { onThisErrand } from './errand.ts';
import { steadied } from './steady-limiter.ts';

/** How many at once; how long after one another, in ms; or how many in any minute, a quarter of them in one go. */
export type Rule =
  | { readonly atOnce: number }
  | { readonly everyMs: number }
  | { readonly perMinute: number };

export interface Wish {
  /** From 0 to 9, smaller ones first. */
  readonly priority?: number;
  /** How long a place can be needed at most, in ms: where whoever has it dies, others get it after that. */
  readonly longestMs?: number;
}

export interface Limiter {
  /**
   * Runs it when there is room. With `atOnce` its place is taken until it has ended.
   * @throws LimiterClosed where `close` came first; else what `run` throws
   */
  pass<T>(run: () => Promise<T>, wish?: Wish): Promise<T>;
  /** Those that wait for their turn. */
  waiting(): number;
  /** What waits is given up. Resolves when what runs has ended. */
  close(): Promise<void>;
}

/** Where limiters come from. What has one name is one thing, in whichever process. */
export interface Limits {
  limiter(name: string, rule: Rule): Limiter;
}

export class LimiterClosed extends Error {
  override readonly name = 'LimiterClosed';
}

/** Gives back what `Take` got. Twice does no harm. */
export type Release = () => void;
/** What has to be had besides a place in this process. It never throws. */
export type Take = (wish: Wish) => Promise<Release>;

const nothing: Release = () => undefined;

/** Limits of this process alone. */
export const ownLimits: Limits = { limiter: (_name, rule) => createLimiter(rule) };

export function createLimiter(rule: Rule, take: Take = async () => nothing): Limiter {
  const turns = steadied(new Bottleneck(settingsOf(rule)));
  const closing = Promise.withResolvers<never>();
  closing.promise.catch(nothing);
  const running = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;
  let waiting = 0;

  /** A place that comes when nobody wants it any more goes back. */
  async function taken(wish: Wish): Promise<Release> {
    const coming = take(wish);
    coming.then((release) => closed && release(), nothing);
    return await Promise.race([coming, closing.promise]);
  }

  async function close(): Promise<void> {
    closing.reject(new LimiterClosed('This limiter is closed.'));
    await turns.stop({ dropWaitingJobs: true });
    await Promise.allSettled(running);
  }

  return {
    async pass<T>(run: () => Promise<T>, wish: Wish = {}): Promise<T> {
      const { priority } = wish;
      const how = priority === undefined ? {} : { priority };
      let waits = 1;
      // Whoever gives back a place runs the next, and that is no part of their errand.
      const begin = onThisErrand(async () => {
        waiting -= waits;
        waits = 0;
        const work = run();
        running.add(work);
        return await work.finally(() => running.delete(work));
      });
      waiting += waits;
      try {
        if ('atOnce' in rule) {
          return await turns.schedule(how, async () => {
            const release = await taken(wish);
            return await begin().finally(release);
          });
        }
        await turns.schedule(how, async () => (await taken(wish))());
        return await begin();
      } catch (error) {
        throw error instanceof Bottleneck.BottleneckError ? new LimiterClosed(error.message) : error;
      } finally {
        waiting -= waits;
      }
    },
    waiting: () => waiting,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

/** Bottleneck's words for a rule. */
export function settingsOf(rule: Rule): Bottleneck.ConstructorOptions {
  if ('atOnce' in rule) return { maxConcurrent: rule.atOnce };
  // Without the first one every job gets its point in time as soon as it comes, and nothing more urgent can go before it.
  if ('everyMs' in rule) return { maxConcurrent: 1, minTime: rule.everyMs };
  const { perMinute } = rule;
  if (perMinute === Number.POSITIVE_INFINITY) return {};
  const burst = Math.max(1, Math.floor(perMinute / 4));
  // Bottleneck refills in steps of a quarter of a second.
  const each = Math.ceil(60_000 / Math.max(1, perMinute - burst) / 250) * 250;
  return {
    reservoir: burst,
    reservoirIncreaseInterval: each,
    reservoirIncreaseAmount: 1,
    reservoirIncreaseMaximum: burst,
  };
}
