import type { ServiceError, ServiceErrorCode } from '../core/errors.ts';

const MENDS: Partial<Record<ServiceErrorCode, string>> = {
  timeout: 'look whether it is up and whether a firewall swallows what is sent to it, then run this again',
  unreachable: 'look whether it is up, and whether its address and port are right',
  tls: 'name the file of its CA as cacert, or mend its certificate',
  unauthorized: 'give it the right credential',
  forbidden: 'give the credential the right to read this',
  'not-found': 'compare its address with that of the API',
  'rate-limited': 'wait a minute and run this again',
  'server-error': "look at the service's own log and health",
  'bad-answer': 'compare its address with that of the API; a proxy in front may answer in its place',
};

/** The next step where a check knows no better one. */
export function mendOf({ code, requestId }: ServiceError): string {
  const words = MENDS[code] ?? 'correct what is named and run this again';
  return requestId === undefined ? words : `${words}; its log has more under ${requestId}`;
}
