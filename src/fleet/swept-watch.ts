import type { Glances } from './glances.ts';

export interface SweptWatchOptions {
  readonly glances: Pick<Glances, 'newest'>;
  readonly onSwept: () => void;
  readonly log: { warn(fields: object, words: string): void };
}

/** Tells when somebody has swept since it looked last, whichever replica that was. It never throws. */
export function createSweptWatch({ glances, onSwept, log }: SweptWatchOptions): () => Promise<void> {
  let known: string | undefined;
  return async () => {
    try {
      const newest = await glances.newest();
      if (newest !== known) onSwept();
      known = newest;
    } catch (error) {
      log.warn({ err: error }, 'nobody knows whether a fleet was swept');
    }
  };
}
