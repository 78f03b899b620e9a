import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { createTelling } from './telling.ts';

/** One piece of work, from what set it off to its end: what is logged and asked meanwhile carries its id. */
export interface Errand {
  /** `req-` and a UUID: the form in which services take over the id of whoever asks them. */
  readonly id: string;
  /** What is being done: `command /ironic`, `sweep`. */
  readonly what: string;
  /** What the other side calls that which set it off, where it has a name for it. */
  readonly from?: string | undefined;
}

export interface ErrandEnded {
  readonly errand: Errand;
  readonly error?: unknown;
}

/** In the errand's own context, so that whoever hears of the beginning stands at the root of what comes. */
export const errandsBegun = createTelling<Errand>('errand.begun');
export const errandsEnded = createTelling<ErrandEnded>('errand.ended');

const under = new AsyncLocalStorage<Errand>();

/** The one that this code is on, if any. */
export function errand(): Errand | undefined {
  return under.getStore();
}

/**
 * Does the work on an errand of its own, also where it is set off in the middle of another: what a worker does next is no
 * part of the click that woke it.
 */
export function onErrand<T>(
  { what, from }: Pick<Errand, 'what' | 'from'>,
  work: () => Promise<T>,
): Promise<T> {
  const fresh: Errand = { id: `req-${randomUUID()}`, what, ...(from === undefined ? {} : { from }) };
  return under.run(fresh, async () => {
    errandsBegun.tell(fresh);
    try {
      const done = await work();
      errandsEnded.tell({ errand: fresh });
      return done;
    } catch (error) {
      errandsEnded.tell({ errand: fresh, error });
      throw error;
    }
  });
}

/** The same function, to be called later by whoever has the next turn, on the errand that this code is on now. */
export function onThisErrand<T>(work: () => T): () => T {
  return AsyncLocalStorage.bind(work);
}
