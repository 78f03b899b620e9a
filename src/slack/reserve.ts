import { ServiceError } from '../core/errors.ts';
import { type Limiter, LimiterClosed } from '../lib/limits.ts';

/** Room that the background may use. */
export interface Reserve {
  /** Runs it when there is room. @throws ServiceError `aborted` where `close` came first */
  pass<T>(run: () => Promise<T>): Promise<T>;
  /** What waits is given up. Resolves when what runs has ended. */
  close(): Promise<void>;
}

/** The limiter is made when it is first needed: then Slack has said whose limits they are. */
export function createReserve(limiter: () => Limiter): Reserve {
  let made: Limiter | undefined;
  const limited = () => {
    made ??= limiter();
    return made;
  };
  return {
    async pass(run) {
      try {
        return await limited().pass(run);
      } catch (error) {
        if (!(error instanceof LimiterClosed)) throw error;
        throw new ServiceError('The bot stops, so nothing is drawn any more', {
          code: 'aborted',
          service: 'slack',
        });
      }
    },
    close: () => limited().close(),
  };
}
