import { ServiceError, type ServiceErrorCode } from '../core/errors.ts';
import { cut } from '../lib/cut.ts';
import { scrubText } from '../lib/scrub.ts';
import { type Responder, titleOf } from './services.ts';

/** What came back over the wire. */
export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or the text as it came. */
  readonly body: unknown;
}

const DETAIL_MAX = 2_000;
/** More than this of an error text is not even looked at: patterns must not run over megabytes. */
const LOOKED_AT = 20_000;

/** The spellings in use: openstack/oslo.middleware, openstack/nova, openstack/ironic. */
export function requestIdOf(headers: Readonly<Record<string, string>>): string | undefined {
  return (
    headers['x-openstack-request-id'] ?? headers['openstack-request-id'] ?? headers['x-compute-request-id']
  );
}

/** What a status means to us. 2xx is not asked. */
export function codeOf(status: number): ServiceErrorCode {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 409) return 'conflict';
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'server-error';
  return status >= 400 ? 'refused' : 'bad-answer';
}

const MEANING: Partial<Record<ServiceErrorCode, string>> = {
  unauthorized: 'does not accept the credentials',
  forbidden: 'does not allow this to the credentials',
  'not-found': 'does not know it',
  conflict: 'is busy with it',
  'rate-limited': 'asks us to slow down',
  refused: 'refused the request',
  'server-error': 'failed',
  'bad-answer': 'answered with a redirect',
};

/** An answer that is not a success, as an error whose message is safe to show. */
export function errorOf(service: Responder, answer: HttpAnswer): ServiceError {
  const code = codeOf(answer.status);
  return new ServiceError(`${titleOf(service)} ${MEANING[code]} (HTTP ${answer.status})`, {
    code,
    service,
    status: answer.status,
    requestId: requestIdOf(answer.headers),
    detail: detailOf(answer.body),
  });
}

/**
 * The service's own sentence, found by structure: each of them, and each layer in front of it, words errors in its
 * own way. Secrets are removed and it is cut to 2 000 code points.
 */
export function detailOf(body: unknown): string | undefined {
  const words = sentence(body, 0)?.slice(0, LOOKED_AT).trim();
  return words ? cut(scrubText(words), DETAIL_MAX, 'middle') : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function sentence(body: unknown, depth: number): string | undefined {
  if (depth > 5) return undefined;
  if (typeof body === 'string') return depth === 0 ? plain(body) : (insideJson(body, depth) ?? body);
  if (!isObject(body)) return undefined;
  // Ironic: JSON inside a string; "faultstring" for its own errors, "description" for those of its frame.
  for (const key of ['error_message', 'faultstring', 'description', 'message', 'detail']) {
    const value = body[key];
    if ((typeof value === 'string' && value !== '') || isObject(value)) return sentence(value, depth + 1);
  }
  // Placement and the API working group's form.
  const errors = body['errors'];
  if (Array.isArray(errors)) return sentence(errors[0], depth + 1);
  if (typeof body['title'] === 'string') return body['title'];
  // Nova, Keystone, Neutron: one key that names the kind of error.
  const [only] = Object.values(body).filter(isObject);
  return only ? sentence(only, depth + 1) : undefined;
}

function insideJson(text: string, depth: number): string | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return sentence(JSON.parse(text), depth + 1);
  } catch {
    return undefined;
  }
}

/** Glance, and proxies in front of any service, answer in HTML or plain text. */
function plain(text: string): string {
  return text
    .slice(0, LOOKED_AT)
    .replace(/<(head|script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;|&#x27;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}
