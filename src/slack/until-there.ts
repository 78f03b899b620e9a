import { ServiceError } from '../core/errors.ts';
import type { Sleep } from './calls.ts';
import { errorFields, type Log } from './log.ts';

/** What passes by itself; a refusal does not. */
const PASSES: readonly string[] = ['timeout', 'unreachable', 'rate-limited', 'server-error', 'bad-answer'];
const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * Asks until Slack is there. A process that begins while it is not waits, since no restart brings it back, and who restarts
 * us gives up after a few. @throws ServiceError what no waiting heals
 */
export async function untilThere<T>(
  ask: () => Promise<T>,
  { log, sleep }: { readonly log: Log; readonly sleep: Sleep },
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ServiceError) || !PASSES.includes(error.code)) throw error;
      log.warn(errorFields(error), 'Slack is not there, trying again');
      await sleep(Math.min(LONGEST_MS, FIRST_MS * 2 ** tries));
    }
  }
}
