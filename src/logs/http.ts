import http from 'node:http';
import https from 'node:https';
import axios, { isAxiosError } from 'axios';
import { ServiceError } from '../core/errors.ts';
import { complaint, type Login } from './remote/login.ts';

export interface LogRequest {
  readonly method: 'GET' | 'POST';
  /** Below the base address, escaped. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** Whatever the status; `too-big` when there was more of it than `maxBytes`. */
export type LogAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly text: string }
  | { readonly kind: 'too-big' };

export interface LogHttp {
  /** One request, sent once. @throws ServiceError `timeout`, `unreachable` or `tls`; never with an address or a header */
  send(request: LogRequest, signal: AbortSignal): Promise<LogAnswer>;
}

export const MAX_BYTES = 16 * 1024 * 1024;

/** `title` is how people call the store, `base` its configured address, with or without a path below which it lives. */
export function createLogHttp(options: {
  readonly title: string;
  readonly base: string;
  readonly login: Login;
  readonly maxBytes?: number;
}): LogHttp {
  const { title, login } = options;
  const base = new URL(options.base);
  if (base.username || base.password)
    throw complaint(title, 'its address holds a user or a password; name them as user and password_env');
  const root = `${base.origin}${base.pathname.replace(/\/+$/, '')}`;
  const client = axios.create({
    adapter: 'http',
    httpAgent: new http.Agent(),
    // Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED does not switch it off.
    httpsAgent: new https.Agent({
      rejectUnauthorized: true,
      ...(login.ca === undefined ? {} : { ca: login.ca }),
    }),
    // A proxy meant for the way to Slack, or the target of a redirect, would otherwise receive the password.
    proxy: false,
    maxRedirects: 0,
    maxContentLength: options.maxBytes ?? MAX_BYTES,
    responseType: 'text',
    transformResponse: (body: unknown) => body,
    transformRequest: (body: unknown) => body,
    validateStatus: () => true,
  });

  return {
    async send({ method, path, query, json }, signal) {
      try {
        const response = await client.request<string>({
          method,
          url: `${root}${path}?${new URLSearchParams(query)}`,
          headers: {
            accept: 'application/json',
            'user-agent': 'ironic-oncall',
            ...(json === undefined ? {} : { 'content-type': 'application/json' }),
            ...login.headers,
          },
          data: json === undefined ? undefined : JSON.stringify(json),
          signal,
        });
        return { kind: 'answer', status: response.status, text: response.data };
      } catch (error) {
        // Our own clock first: a body that stops half-way looks like a broken connection.
        if (signal.aborted) throw lateError(title);
        if (!isAxiosError(error)) throw error;
        if (/maxContentLength/.test(error.message)) return { kind: 'too-big' };
        throw networkError(title, error.code ?? '', error.message);
      }
    },
  };
}

export function lateError(title: string): ServiceError {
  return new ServiceError(`${title} did not answer in time`, { code: 'timeout', service: 'logs' });
}

export function tooBigError(title: string): ServiceError {
  return new ServiceError(`${title} answered with more than 16 MiB at once`, {
    code: 'bad-answer',
    service: 'logs',
  });
}

/** Undefined for what is not JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const TLS = /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO$)/;

/** Nothing of the library's error goes on but Node's code: it carries the request with its password. */
function networkError(title: string, code: string, message: string): ServiceError {
  if (TLS.test(code) || /\bwrong version number\b/i.test(message)) {
    const words = tlsWords(code);
    return new ServiceError(`TLS with ${title} fails: ${words} (${code})`, { code: 'tls', service: 'logs' });
  }
  const never = /^E(?:CONNREFUSED|HOSTUNREACH|NETUNREACH|NETDOWN|HOSTDOWN|NOTFOUND|AI_AGAIN|TIMEDOUT)$/.test(
    code,
  );
  const words = never
    ? `${title} cannot be reached (${code}): check its address under logs, and the way there`
    : `The connection to ${title} broke off`;
  return new ServiceError(words, { code: 'unreachable', service: 'logs' });
}

/** OpenSSL's verification results and Node's own checks (nodejs/node doc/api/tls.md, "X509 certificate error codes"). */
function tlsWords(code: string): string {
  if (/^(?:DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_)/.test(code))
    return 'nobody that is trusted here signed its certificate; name the file of its CA as cacert';
  if (/ALTNAME_INVALID|HOSTNAME_MISMATCH/.test(code))
    return 'its certificate is for another host; use the address that the certificate names';
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired';
  if (code === 'CERT_NOT_YET_VALID') return 'its certificate is not valid yet; compare the clocks';
  if (code === 'EPROTO' || code === '')
    return 'the other side does not speak TLS as we do; should the address begin with http:// ?';
  return 'the handshake was refused';
}
