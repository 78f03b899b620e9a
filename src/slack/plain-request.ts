import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { ServiceError } from '../core/errors.ts';

export interface PlainRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly timeoutMs: number;
  /** Names it in errors. */
  readonly method: string;
}

/**
 * A POST to an address that Slack gave us for once, where no token belongs. It fails as the Web API's client does, so
 * that one caller knows what to make of either.
 */
export async function postPlain(
  url: string,
  { headers, body, timeoutMs, method }: PlainRequest,
): Promise<void> {
  let answer: Response;
  let said: string;
  try {
    answer = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    said = (await answer.text()).slice(0, 200);
  } catch (error) {
    throw new WebAPIRequestError(error instanceof Error ? error : new Error('no answer'));
  }
  const { status } = answer;
  if (status === 429) throw new WebAPIRateLimitedError(Number(answer.headers.get('retry-after')) || 1);
  if (status >= 500) throw new WebAPIHTTPError(status, '', {});
  if (answer.ok && !/"ok":\s*false/.test(said)) return;
  throw new ServiceError(`Slack refused: HTTP ${status} (${method})`, {
    code: 'refused',
    service: 'slack',
    status,
    detail: said,
  });
}
