import { ServiceError } from '../core/errors.ts';
import { formatDuration } from '../lib/duration.ts';
import { type Responder, titleOf } from './services.ts';
import type { ReadOptions } from './wire.ts';

/** Time and chance as arguments, so that tests own them. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`; rejects as soon as the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** In [0, 1). */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const stop = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal.addEventListener('abort', stop, { once: true });
    }),
};

/**
 * The end of one read, whatever it is doing: waiting for its turn, logging in, asking, retrying or reading the body.
 * The HTTP library's own time-out covers only some of these and names them differently, so it is not used.
 */
export interface Deadline extends Disposable {
  /** Who counts what is done within it. */
  readonly onRequest: ReadOptions['onRequest'];
  readonly signal: AbortSignal;
  remaining(): number;
  /** Why nothing more may happen: `timeout`, `aborted`, or undefined while there is time. */
  over(service: Responder): ServiceError | undefined;
  /** Waits for `work`, but not longer than there is time; `work` itself goes on for others who share it. */
  race<T>(service: Responder, work: Promise<T>): Promise<T>;
}

/** `usual` milliseconds are what the read gets unless its options say otherwise. */
export function startDeadline(usual: number, clock: Clock, options: ReadOptions = {}): Deadline {
  const { deadlineMs: ms = usual, signal: caller, onRequest } = options;
  const controller = new AbortController();
  const end = clock.now() + ms;
  let cause: 'timeout' | 'aborted' | undefined;
  const finish = (why: 'timeout' | 'aborted') => {
    cause ??= why;
    controller.abort();
  };
  const timer = setTimeout(() => finish('timeout'), ms);
  // A caller whose own time is up did not lose interest: the service was too slow for him.
  const late = () => caller?.reason instanceof DOMException && caller.reason.name === 'TimeoutError';
  const onAbort = () => finish(late() ? 'timeout' : 'aborted');
  if (caller?.aborted) onAbort();
  else caller?.addEventListener('abort', onAbort, { once: true });

  const deadline: Deadline = {
    onRequest,
    signal: controller.signal,
    remaining: () => Math.max(0, end - clock.now()),
    over(service) {
      if (cause === 'aborted')
        return new ServiceError(`Asking ${titleOf(service)} was given up`, { code: 'aborted', service });
      if (cause === undefined && clock.now() < end) return undefined;
      if (late())
        return new ServiceError(`${titleOf(service)} did not answer in time`, { code: 'timeout', service });
      const limit = ms < 1000 ? `${Math.round(ms)} ms` : formatDuration(ms / 1000);
      return new ServiceError(`${titleOf(service)} did not answer within ${limit}`, {
        code: 'timeout',
        service,
      });
    },
    race: (service, work) =>
      new Promise((resolve, reject) => {
        const stop = () => reject(deadline.over(service));
        // Listened to in any case: work that fails after its reader left must not end the process.
        work.then(resolve, reject).finally(() => controller.signal.removeEventListener('abort', stop));
        if (controller.signal.aborted) stop();
        else controller.signal.addEventListener('abort', stop, { once: true });
      }),
    [Symbol.dispose]() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
    },
  };
  return deadline;
}
