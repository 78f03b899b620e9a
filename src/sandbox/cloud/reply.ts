import type { IncomingHttpHeaders } from 'node:http';
import type { Token } from './keystone/tokens.ts';

export const serviceNames = [
  'keystone',
  'ironic',
  'nova',
  'placement',
  'neutron',
  'glance',
  'swift',
] as const;
export type ServiceName = (typeof serviceNames)[number];

/** One request as a service sees it. */
export interface Call {
  readonly method: string;
  /** Without query and without a trailing slash; `/` for the root. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The query as it was sent, for `next` links. */
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON, or undefined when there was no body or it was not JSON. */
  readonly body: unknown;
  readonly requestId: string;
  /** Address of this service, without a trailing slash, as the client reaches it. */
  readonly base: string;
  /** The valid token that came along, if any. */
  readonly token: Token | undefined;
  /** Simulated time in milliseconds. */
  readonly now: number;
}

/** An answer. A string body is sent as HTML, bytes as they are, anything else as JSON; undefined sends no body. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
  /** Answered before the service proper had a say: none of its usual headers. */
  readonly bare?: true;
}

/** Thrown by handlers to answer early, e.g. from a look-up that found nothing. */
export class Refusal extends Error {
  readonly reply: Reply;
  constructor(reply: Reply) {
    super(`HTTP ${reply.status}`);
    this.reply = reply;
  }
}

export type Service = (call: Call) => Reply;

/** 200 with a body. */
export function ok(body: unknown): Reply {
  return { status: 200, body };
}

/** The HTML page that WebOb and pecan services answer with where they have no JSON error. */
export function htmlError(status: number, title: string, text: string): Reply {
  return {
    status,
    body: `<html>\n <head>\n  <title>${status} ${title}</title>\n </head>\n <body>\n  <h1>${status} ${title}</h1>\n  ${text}<br /><br />\n\n\n\n </body>\n</html>`,
  };
}

/** What keystonemiddleware answers without a valid token. */
export function unauthorized(keystoneUrl: string): Reply {
  return {
    status: 401,
    headers: { 'WWW-Authenticate': `Keystone uri="${keystoneUrl}"` },
    body: {
      error: {
        code: 401,
        title: 'Unauthorized',
        message: 'The request you have made requires authentication.',
      },
    },
  };
}
