import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceError } from '../core/errors.ts';
import { hasBearer } from './bearer.ts';
import { bodyOf } from './body.ts';
import type { HttpAnswer, Route } from './route.ts';

export interface HttpSettings {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
}

export interface ListenerOptions extends HttpSettings {
  readonly routes: readonly Route[];
  readonly log: {
    info(fields: object, words: string): void;
    error(fields: object, words: string): void;
  };
  /** Bytes of a body; Alertmanager's largest groups have a few hundred kilobytes. */
  readonly mostBytes?: number;
}

export interface Listener {
  /** `http://host:port`. */
  readonly address: string;
  /** Takes nothing new, and ends what is being answered after a while. */
  close(): Promise<void>;
}

const MOST_BYTES = 4_000_000;
const CLOSE_MS = 3_000;

/**
 * Our own listener, for tools that ask or tell us something; Slack has its own way in.
 * @throws ServiceError `config` when host and port cannot be had
 */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const { host, port, routes, log } = options;
  const ending = new AbortController();
  const server = createServer({ requestTimeout: 15_000, headersTimeout: 10_000 }, (request, response) => {
    void answered(request, response, options, ending.signal);
  });
  await bound(server, options);
  const shown = host.includes(':') ? `[${host}]` : host;
  const address = `http://${shown}:${(server.address() as AddressInfo).port}`;
  log.info({ address, paths: routes.map(({ path }) => path), asked: port }, 'listening');
  return {
    address,
    async close() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeIdleConnections();
      ending.abort();
      const late = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
      await closed.promise;
      clearTimeout(late);
    },
  };
}

async function bound(server: Server, { host, port }: HttpSettings): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port }, resolve);
  try {
    await promise;
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new ServiceError(`http is ${host}:${port}, which cannot be had (${code})`, {
      code: 'config',
      service: 'http',
    });
  }
}

async function answered(
  request: IncomingMessage,
  response: ServerResponse,
  options: ListenerOptions,
  signal: AbortSignal,
): Promise<void> {
  const { log } = options;
  try {
    const answer = await answerTo(request, options, signal);
    // Closing waits for connections, and this one would stay.
    if (signal.aborted) response.shouldKeepAlive = false;
    send(response, answer);
  } catch (error) {
    log.error({ method: request.method, path: pathOf(request), err: error }, 'a request was not answered');
    send(response, { status: 503, body: 'Something is wrong here; try again later.' });
  }
}

async function answerTo(
  request: IncomingMessage,
  { routes, mostBytes = MOST_BYTES }: ListenerOptions,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const path = pathOf(request);
  const there = routes.filter((one) => one.path === path);
  const route = there.find((one) => one.method === request.method);
  if (there.length === 0) return { status: 404, body: 'There is nothing here.' };
  if (!route) return { status: 405, body: `This takes ${there.map(({ method }) => method).join(', ')}.` };
  if (route.token !== undefined && !hasBearer(request.headers.authorization, route.token)) {
    return { status: 401, body: 'The bearer token is missing or another one.' };
  }
  const body = await bodyOf(request, mostBytes);
  if (body.kind === 'too-long') return { status: 413, body: `More than ${mostBytes} bytes.` };
  return route.answer({ method: route.method, path, json: jsonIn(body.text), signal });
}

function send(response: ServerResponse, { status, body, type }: HttpAnswer): void {
  if (response.headersSent || response.destroyed) return;
  // Whatever of the request was not read is read by nobody.
  const over = response.req.complete ? {} : { connection: 'close' };
  const headers = {
    'content-type': type ?? 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...over,
  };
  response.writeHead(status, headers).end(body.endsWith('\n') ? body : `${body}\n`);
}

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?')[0] ?? '/';

function jsonIn(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
