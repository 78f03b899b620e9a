import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { ServiceError, type ServiceErrorCode } from '../core/errors.ts';

/** The request never left this machine, so repeating it cannot do anything twice. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTUNREACH',
]);

/** Refusals that speak of Slack's own trouble, not of what was asked (docs.slack.dev, errors of every method). */
const SLACKS_FAULT = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
]);

/** Slack answered, but with trouble of its own or with something that is no answer, such as a proxy's page. */
export function isSlacksFault(error: unknown): boolean {
  if (!(error instanceof WebAPIPlatformError)) return false;
  const said: unknown = error.data.error;
  return typeof said !== 'string' || SLACKS_FAULT.has(said) || !/^[\w.:-]{1,100}$/.test(said);
}

/** Any error of Slack's clients, in our words. `detail` is Slack's own error word where it gave one. */
export function slackError(method: string, error: unknown): unknown {
  const made = (code: ServiceErrorCode, words: string, detail?: string, status?: number) =>
    new ServiceError(`Slack ${words} (${method})`, { code, service: 'slack', detail, status });
  if (isSlacksFault(error)) return made('server-error', 'has trouble of its own');
  if (error instanceof WebAPIPlatformError) {
    return made('refused', `refused: ${error.data.error}`, error.data.error);
  }
  if (error instanceof WebAPIRateLimitedError)
    return made('rate-limited', 'asks to slow down', undefined, 429);
  if (error instanceof WebAPIHTTPError) {
    return made('server-error', `answered HTTP ${error.statusCode}`, undefined, error.statusCode);
  }
  if (error instanceof WebAPIRequestError) {
    return isTimeout(error.original)
      ? made('timeout', 'did not answer in time')
      : made('unreachable', 'cannot be reached');
  }
  return error;
}

export function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

/** True where a repetition is harmless whatever the call does. */
export function wasNeverSent(error: unknown): boolean {
  const original = error instanceof WebAPIRequestError ? error.original : error;
  const cause = original instanceof Error ? (original.cause as { code?: unknown } | undefined) : undefined;
  return typeof cause?.code === 'string' && NEVER_SENT.has(cause.code);
}

/** Slack's own word for a refusal, such as `not_in_channel`. */
export function refusalOf(error: unknown): string | undefined {
  return error instanceof ServiceError && error.code === 'refused' ? error.detail : undefined;
}
