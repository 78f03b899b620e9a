import { ServiceError } from '../core/errors.ts';
import { createLimiter, type Limits, type Rule } from '../lib/limits.ts';
import { openSession, type Session } from './session.ts';

export interface SharedLimits extends Limits {
  /** Whether other processes count with us now. */
  shared(): boolean;
  close(): Promise<void>;
}

export interface SharedLimitsOptions {
  readonly url: string;
  readonly log: {
    info(fields: object, words: string): void;
    warn(fields: object, words: string): void;
  };
  /** Ends early, without an error, when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly open?: typeof openSession;
  /** Milliseconds since any moment. */
  readonly now?: () => number;
}

const nothing = () => undefined;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A connection that has lasted so long begins anew with short pauses when it is lost. */
const STEADY_MS = 60_000;

/**
 * Limits that all processes with the same Redis share. Whoever has no Redis for a while goes on with the same limits for
 * itself alone, and shares them again when it is back: an outage of it costs fairness to OpenStack and Slack, and no answer.
 * Resolves when Redis has been tried once.
 */
export async function createSharedLimits(options: SharedLimitsOptions): Promise<SharedLimits> {
  const { url, log, sleep, open = openSession, now = () => performance.now() } = options;
  const stopping = new AbortController();
  let session: Session | undefined;
  /** Of the outage that has been told; empty while limits are shared, undefined before anything was. */
  let told: string | undefined;

  function tellLoss({ code, message }: ServiceError): void {
    if (told === code || stopping.signal.aborted) return;
    told = code;
    log.warn({ code, why: message }, 'limits are those of this process alone until Redis is there');
  }

  async function opened(): Promise<Session | undefined> {
    try {
      return await open({ url });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      tellLoss(error);
      return undefined;
    }
  }

  /** Until it is lost. @returns how long it lasted, in ms */
  async function share(through: Session): Promise<number> {
    const began = now();
    session = through;
    told = '';
    log.info({}, 'limits are shared through Redis');
    const why = await through.ended;
    session = undefined;
    tellLoss(why);
    return now() - began;
  }

  async function keep(first: Session | undefined): Promise<void> {
    let current = first;
    let pause = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      if (current && (await share(current)) > STEADY_MS) pause = FIRST_PAUSE_MS;
      // Not all processes at the same moment.
      await sleep(pause * (0.5 + Math.random() / 2), stopping.signal);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
      current = stopping.signal.aborted ? undefined : await opened();
    }
    current?.close();
  }

  const keeping = keep(await opened());
  return {
    limiter: (name, rule) =>
      isBounded(rule)
        ? createLimiter(rule, async (wish) => (await session?.take(name, rule, wish)) ?? nothing)
        : createLimiter(rule),
    shared: () => session !== undefined,
    async close() {
      stopping.abort();
      session?.close();
      await keeping;
    },
  };
}

const isBounded = (rule: Rule): boolean => !('perMinute' in rule) || Number.isFinite(rule.perMinute);
