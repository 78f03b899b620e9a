import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import { type CallOptions, createCaller, type Sleep } from './calls.ts';
import { boltLogger, type Log } from './log.ts';
import type { Method } from './scopes.ts';
import { type SlackCall, slackCalls } from './told.ts';

export interface ApiOptions {
  readonly botToken: string;
  /** Slack's own address when absent. */
  readonly apiUrl?: string;
  readonly log: Log;
  readonly clock: () => Date;
  readonly sleep?: Sleep;
  /** Of one try, in ms. */
  readonly timeoutMs?: number;
}

/** As the caller's options; `key` is the method where it is not finer. */
export type How = Omit<CallOptions, 'method' | 'key'> & { readonly key?: string };

export interface Api {
  /** Asks the Web API. Fails with a ServiceError whose `detail` is Slack's word for the refusal. */
  ask(method: Method, args: Record<string, unknown>, how: How): Promise<unknown>;
  /** The same patience for an address that is none of the Web API's. */
  patiently<T>(options: CallOptions, run: () => Promise<T>): Promise<T>;
}

/** Slack's own limits; a longer wait means that it is not there. */
export const TIMEOUT_MS = 10_000;

/** The Web API with the token, and the one patience that all calls share. */
export function createApi(options: ApiOptions): Api {
  const { botToken, apiUrl, log, clock, sleep, timeoutMs = TIMEOUT_MS } = options;
  const client = new WebClient(botToken, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: boltLogger(log),
  });
  const call = createCaller({ clock, ...(sleep ? { sleep } : {}) });
  return {
    ask: (method, args, { key = method, ...how }) =>
      call({ method, key, ...how }, () => told(method, () => client.apiCall(method, args))),
    patiently: call,
  };
}

async function told<T>(method: Method, run: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const tell = (outcome: SlackCall['outcome']) =>
    slackCalls.tell({ method, outcome, ms: performance.now() - began });
  try {
    const answer = await run();
    tell('ok');
    return answer;
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) tell('rate-limited');
    else tell(error instanceof WebAPIPlatformError ? 'refused' : 'failed');
    throw error;
  }
}
