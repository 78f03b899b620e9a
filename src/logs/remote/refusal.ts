import { ServiceError, type ServiceErrorCode } from '../../core/errors.ts';
import { cut } from '../../lib/cut.ts';
import { scrubText } from '../../lib/scrub.ts';
import type { Login } from './login.ts';

/** More than this of an error text is not even looked at. */
const LOOKED_AT = 20_000;

export interface Refusal {
  readonly title: string;
  readonly login: Login;
  readonly status: number;
  /** The body as it came. */
  readonly text: string;
  /** The store's own sentence where it is known how to find it; the body in plain words otherwise. */
  readonly detail?: string | undefined;
  /** Better words of the store at hand, without its name: `refuses so long a time range`. */
  readonly words?: string | undefined;
}

/** An answer that is not a success, in words with the next step. */
export function refusalOf({ title, login, status, text, detail, words }: Refusal): ServiceError {
  const code = codeOf(status);
  const plain = (detail ?? withoutMarkup(text)).slice(0, LOOKED_AT).trim();
  return new ServiceError(`${title} ${words ?? meaning(code, status, login)}`, {
    code,
    service: 'logs',
    status,
    detail: plain === '' ? undefined : cut(scrubText(plain), 2_000, 'middle'),
  });
}

/** 200, and yet not what was asked for. */
export function garbled(title: string, text: string): ServiceError {
  const words = /^\s*</.test(text)
    ? 'answered with a web page; does its address lead to a login page or a dashboard?'
    : 'answered with something else than log lines; check its address under logs';
  return new ServiceError(`${title} ${words}`, { code: 'bad-answer', service: 'logs' });
}

function codeOf(status: number): ServiceErrorCode {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  if (status === 408 || status === 504) return 'timeout';
  if (status >= 500) return 'server-error';
  return status >= 400 ? 'refused' : 'bad-answer';
}

function meaning(code: ServiceErrorCode, status: number, { proof }: Login): string {
  switch (code) {
    case 'unauthorized':
      return proof
        ? `refuses the ${proof.word} (401): check the variable ${proof.variable}`
        : 'wants a login (401): add user and password_env, or token_env, under logs';
    case 'forbidden':
      return 'does not allow our login to read these logs (403): ask its administrator';
    case 'not-found':
      return 'is not at its address (404): check the address under logs';
    case 'rate-limited':
      return 'asks us to slow down (429): look again in a minute';
    case 'timeout':
      return `did not finish in time (${status})`;
    case 'server-error':
      return `failed (${status}): look at its own health`;
    case 'refused':
      return `refused the question (${status})`;
    default:
      return status >= 300 && status < 400
        ? `sends us to another address (${status}): write the one it leads to under logs`
        : `answered without log lines (${status})`;
  }
}

function withoutMarkup(text: string): string {
  return text
    .slice(0, LOOKED_AT)
    .replace(/<(head|script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}
