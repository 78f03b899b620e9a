import type Bottleneck from 'bottleneck';
import { setBackBy } from './steady.ts';

/** How a limiter counts within its process; times in milliseconds since the epoch. */
interface Counting {
  _nextRequest: number;
  _lastReservoirIncrease: number;
  readonly storeOptions: { readonly reservoir: number | null };
  __register__(...args: readonly unknown[]): Promise<unknown>;
}

const CHECK_MS = 1_000;

/**
 * A limiter that does not mind a clock that is set back. Bottleneck counts by the clock on the wall: set back by an hour, it
 * would let nothing pass for an hour, also where it only counts how many run at once (bottleneck lib/LocalDatastore.js,
 * 2.19.5, `__register__`). One that counts elsewhere, as in Redis, stays as it is.
 */
export function steadied<T extends Bottleneck>(limiter: T): T {
  const counting = (limiter as unknown as { readonly _store: Partial<Counting> })._store;
  if (!countsHere(counting)) return limiter;
  const lost = setBackBy(() => new Date());
  let followed = lost();

  function follow(times: Counting): void {
    const by = lost() - followed;
    followed += by;
    times._nextRequest -= by;
    times._lastReservoirIncrease -= by;
  }

  const register = counting.__register__.bind(counting);
  counting.__register__ = (...args) => {
    follow(counting);
    return register(...args);
  };
  // What waits for a reservoir to be filled registers nothing.
  if (counting.storeOptions.reservoir !== null) setInterval(() => follow(counting), CHECK_MS).unref();
  return limiter;
}

function countsHere(store: Partial<Counting>): store is Counting {
  return typeof store._nextRequest === 'number' && typeof store.__register__ === 'function';
}
