import { ServiceError, type ServiceErrorCode } from '../core/errors.ts';

/** First words of Redis's replies (redis.io, "RESP protocol specification", simple errors). */
const REPLIES: Readonly<Record<string, readonly [ServiceErrorCode, string]>> = {
  WRONGPASS: ['unauthorized', 'Redis refuses user and password'],
  NOAUTH: ['unauthorized', 'Redis wants a password'],
  NOPERM: ['forbidden', 'Redis does not let this user do what limits need'],
  READONLY: ['refused', 'Redis is a replica that takes no writes'],
  OOM: ['refused', 'Redis has no memory left'],
  MISCONF: ['refused', 'Redis cannot write to its disk and refuses to go on'],
  LOADING: ['refused', 'Redis is still loading its data'],
  MOVED: ['refused', 'Redis is a cluster, which limits cannot be shared through'],
  CLUSTERDOWN: ['refused', 'Redis is a cluster, which limits cannot be shared through'],
};
const TLS = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/;

/** The library's own errors hold the command with its arguments, so the password too: nothing of them goes on but words that we know. */
export function redisFailure(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  const text = typeof message === 'string' ? message : '';
  const [word = ''] = /^[A-Z]{2,}(?= |$)/.exec(text) ?? [];
  const known = REPLIES[word];
  if (known) return failure(`${known[1]} (${word})`, known[0]);
  const system = typeof code === 'string' && /^[A-Z_0-9]+$/.test(code) ? code : undefined;
  if (system === 'ETIMEDOUT') return redisTimeout();
  if (system !== undefined && TLS.test(system)) return failure(`TLS with Redis fails (${system})`, 'tls');
  if (system !== undefined) return failure(`Redis cannot be reached (${system})`, 'unreachable');
  if (/^Connection is closed|^Stream isn't writeable|connection close/.test(text))
    return failure('Redis closed the connection', 'unreachable');
  return failure(
    word === '' ? 'Redis answers what we do not know' : `Redis refuses (${word})`,
    word === '' ? 'bad-answer' : 'refused',
  );
}

export const redisTimeout = (): ServiceError => failure('Redis did not answer in time', 'timeout');

function failure(message: string, code: ServiceErrorCode): ServiceError {
  return new ServiceError(message, { code, service: 'redis' });
}
