import { setTimeout as wait } from 'node:timers/promises';
import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { slackError, wasNeverSent } from './slack-error.ts';

export type Sleep = (ms: number) => Promise<unknown>;

export interface CallOptions {
  /** Names the call in errors. */
  readonly method: string;
  /** What shares a rate limit: a Retry-After holds back all calls with the same key. */
  readonly key: string;
  /** True where doing it twice does no harm: then a time-out is tried again. */
  readonly repeatable: boolean;
  /** True for what nobody misses: it is dropped rather than waited for. */
  readonly cosmetic?: boolean;
}

const MAX_TRIES = 3;
/** Slack asks for more than this only when something is badly wrong; the person has gone by then. */
const MAX_WAIT_MS = 30_000;

/**
 * Runs calls with the patience that each deserves: Retry-After is kept to, what never left is repeated, and what may
 * have arrived is repeated only where that is harmless.
 */
export function createCaller({
  clock,
  sleep = wait,
}: {
  readonly clock: () => Date;
  readonly sleep?: Sleep;
}) {
  const notBefore = new Map<string, number>();

  async function turn(key: string): Promise<void> {
    const ms = (notBefore.get(key) ?? 0) - clock().getTime();
    if (ms > 0) await sleep(ms);
    else notBefore.delete(key);
  }

  /** How long to wait before another try; undefined when there should be none. */
  function patience(error: unknown, options: CallOptions, tries: number): number | undefined {
    if (options.cosmetic || tries >= MAX_TRIES) return undefined;
    if (error instanceof WebAPIRateLimitedError) {
      const ms = error.retryAfter * 1000;
      return ms <= MAX_WAIT_MS ? ms : undefined;
    }
    const unsure = error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError;
    return wasNeverSent(error) || (unsure && options.repeatable) ? 250 * 2 ** tries : undefined;
  }

  return async function call<T>(options: CallOptions, run: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      if (!options.cosmetic) await turn(options.key);
      try {
        return await run();
      } catch (error) {
        if (error instanceof WebAPIRateLimitedError) {
          notBefore.set(options.key, clock().getTime() + error.retryAfter * 1000);
        }
        const ms = patience(error, options, tries);
        if (ms === undefined) throw slackError(options.method, error);
        await sleep(ms);
        if (error instanceof WebAPIRateLimitedError) notBefore.delete(options.key);
      }
    }
  };
}
