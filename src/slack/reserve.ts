import Bottleneck from 'bottleneck';
import { ServiceError } from '../core/errors.ts';
import { steadied } from '../lib/steady-limiter.ts';

/** Room that the background may use. */
export interface Reserve {
  /** Runs it when there is room. @throws ServiceError `aborted` where `close` came first */
  pass<T>(run: () => Promise<T>): Promise<T>;
  /** What waits is given up. Resolves when what runs has ended. */
  close(): Promise<void>;
}

/**
 * Lets at most so many calls pass in any minute: a quarter of them at once, and the rest as they come back one by one.
 * `Infinity` holds nothing back.
 */
export function createReserve(perMinute: number): Reserve {
  const limiter = steadied(
    new Bottleneck(perMinute === Number.POSITIVE_INFINITY ? {} : reservoirOf(perMinute)),
  );
  return {
    async pass(run) {
      try {
        return await limiter.schedule(run);
      } catch (error) {
        if (!(error instanceof Bottleneck.BottleneckError)) throw error;
        throw new ServiceError('The bot stops, so nothing is drawn any more', {
          code: 'aborted',
          service: 'slack',
        });
      }
    },
    close: () => limiter.stop({ dropWaitingJobs: true }),
  };
}

function reservoirOf(perMinute: number) {
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
