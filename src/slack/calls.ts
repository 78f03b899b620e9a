import { setTimeout as wait } from 'node:timers/promises';
import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { steady } from '../lib/steady.ts';
import { isSlacksFault, slackError, wasNeverSent } from './slack-error.ts';

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
  /** How long in all a call waits where Slack asks to slow down, in ms; less where there is another way to answer. */
  readonly patienceMs?: number;
}

const MAX_TRIES = 3;
const PATIENCE_MS = 30_000;
/** Between calls that one Retry-After held back: all at once they would be refused again together. */
const SPACING_MS = 1_000;

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
  const now = steady(clock);
  const notBefore = new Map<string, number>();

  /** Waits for this call's turn, at most `patienceMs`, and tells for how long it did. */
  async function turn(key: string, patienceMs: number): Promise<number> {
    const until = notBefore.get(key) ?? 0;
    const ms = until - now();
    if (ms <= 0) {
      notBefore.delete(key);
      return 0;
    }
    if (ms > patienceMs) throw new WebAPIRateLimitedError(Math.ceil(ms / 1000));
    notBefore.set(key, until + SPACING_MS);
    await sleep(ms);
    return ms;
  }

  function holdBack(key: string, seconds: number): void {
    const until = now() + Math.max(1, seconds) * 1000;
    notBefore.set(key, Math.max(until, notBefore.get(key) ?? 0));
  }

  return async function call<T>(options: CallOptions, run: () => Promise<T>): Promise<T> {
    const { method, key, repeatable, cosmetic = false } = options;
    let patienceMs = cosmetic ? 0 : (options.patienceMs ?? PATIENCE_MS);
    let tries = 0;
    for (;;) {
      try {
        patienceMs -= await turn(key, patienceMs);
      } catch (error) {
        throw slackError(method, error);
      }
      try {
        return await run();
      } catch (error) {
        if (error instanceof WebAPIRateLimitedError) {
          holdBack(key, error.retryAfter);
          if (patienceMs <= 0) throw slackError(method, error);
          continue;
        }
        tries += 1;
        const again = wasNeverSent(error) || (repeatable && isUnsure(error));
        if (cosmetic || tries >= MAX_TRIES || !again) throw slackError(method, error);
        await sleep(250 * 2 ** tries);
      }
    }
  };
}

/** Nobody knows whether it was done, or Slack itself failed. */
function isUnsure(error: unknown): boolean {
  return error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError || isSlacksFault(error);
}
