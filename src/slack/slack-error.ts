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

/** Any error of Slack's clients, in our words. `detail` is Slack's own error word where it gave one. */
export function slackError(method: string, error: unknown): unknown {
  const made = (code: ServiceErrorCode, words: string, detail?: string, status?: number) =>
    new ServiceError(`Slack ${words} (${method})`, { code, service: 'slack', detail, status });
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
