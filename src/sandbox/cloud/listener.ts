import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate, FaultBoard } from './faults.ts';
import type { Token } from './keystone/tokens.ts';
import { type Call, htmlError, Refusal, type Service, type ServiceName } from './reply.ts';
import { imposed, send } from './send.ts';

/** One line of the request log. */
export interface LoggedRequest {
  readonly service: ServiceName;
  readonly method: string;
  readonly path: string;
  readonly query: { readonly [name: string]: string };
  /** The microversion asked for, as it was written. */
  readonly version: string | undefined;
  /** Simulated time of arrival, ISO 8601. */
  readonly at: string;
}

/** A request that changed something: it was carried out, whether or not its answer arrived. */
export interface Effect {
  readonly service: ServiceName;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  /** Whose token it was; null where the cloud stands open. */
  readonly user: string | null;
  readonly status: number;
  readonly requestId: string;
  /** `X-OpenStack-Request-ID` of the request, where it has the form that services take. */
  readonly globalRequestId: string | undefined;
  /** Simulated time, ISO 8601. */
  readonly at: string;
}

export interface ListenerContext {
  readonly name: ServiceName;
  readonly board: FaultBoard;
  /** Behind TLS with this one. */
  readonly tls?: Certificate | undefined;
  now(): number;
  /** Lets the cloud catch up with the clock before a request is answered. */
  settle(): void;
  /** Who sends this, if anybody that is known. */
  tokenFor(headers: IncomingHttpHeaders): Token | undefined;
  log(request: LoggedRequest): void;
  effect(effect: Effect): void;
  /** Hears how many requests of one user are under way when another one begins, this one counted. */
  underWay(user: string, count: number): void;
}

export interface Listener {
  /** `http://127.0.0.1:PORT`, or `https:`; no trailing slash. */
  readonly base: string;
  /** Destroys the sockets of requests that were left hanging. */
  release(): void;
  /** Ends every connection and takes no other. */
  refuse(): void;
  /** Takes connections again, on the same port. */
  accept(): void;
  /** Ends every connection; the next ones see this certificate, or the first one again. */
  present(other: Certificate | undefined): void;
  close(): Promise<void>;
}

/** Request bodies above this are cut off: no real request to these services comes near. */
const bodyLimit = 4 * 1024 * 1024;

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    if (!(part instanceof Buffer)) continue;
    size += part.length;
    if (size > bodyLimit) return undefined;
    parts.push(part);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return undefined;
  }
}

function versionAsked(headers: IncomingHttpHeaders): string | undefined {
  const version = headers['x-openstack-ironic-api-version'] ?? headers['openstack-api-version'];
  return typeof version === 'string' ? version : undefined;
}

/** As openstack/oslo.middleware oslo_middleware/request_id.py takes it; anything else is passed over in silence. */
function globalIdOf(headers: IncomingHttpHeaders): string | undefined {
  const id = headers['x-openstack-request-id'];
  return typeof id === 'string' && /^req-[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}$/.test(id)
    ? id
    : undefined;
}

/** Serves one OpenStack service on loopback. Port 0 takes any free one. */
export async function listen(
  context: ListenerContext,
  service: Service,
  host: string,
  port: number,
): Promise<Listener> {
  const hanging = new Set<ServerResponse>();
  const timers = new Set<NodeJS.Timeout>();
  let base = '';

  const hang = (response: ServerResponse) => {
    hanging.add(response);
    response.once('close', () => hanging.delete(response));
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', base);
    const path = url.pathname.length > 1 ? url.pathname.replace(/\/+$/, '') || '/' : '/';
    const body = await readBody(request);
    context.settle();
    const method = request.method ?? 'GET';
    const now = context.now();
    context.log({
      service: context.name,
      method,
      path,
      query: Object.fromEntries(url.searchParams),
      version: versionAsked(request.headers),
      at: new Date(now).toISOString(),
    });
    const delay = context.board.delayOf(context.name);
    if (delay > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => {
          timers.delete(timer);
          resolve();
        }, delay);
        timers.add(timer);
      });
    }
    const trouble = context.board.troubleOf(context.name);
    if (trouble?.kind === 'down') {
      request.socket.destroy();
      return;
    }
    if (trouble?.kind === 'hang') {
      hang(response);
      return;
    }
    if (trouble?.kind === 'status') {
      send(response, imposed(trouble), undefined, now);
      return;
    }
    const call: Call = {
      method,
      path,
      query: url.searchParams,
      search: url.search.slice(1),
      headers: request.headers,
      body,
      requestId: `req-${randomUUID()}`,
      base,
      token: context.tokenFor(request.headers),
      now,
    };
    const changes = method !== 'GET' && method !== 'HEAD' && context.name !== 'keystone';
    const odd = changes ? context.board.writeTroubleOf(context.name) : undefined;
    const reply = odd?.done === false ? undefined : service(call);
    if (changes && reply && reply.status < 300) {
      context.effect({
        service: context.name,
        method,
        path,
        body,
        user: call.token?.user.name ?? null,
        status: reply.status,
        requestId: call.requestId,
        globalRequestId: globalIdOf(request.headers),
        at: new Date(now).toISOString(),
      });
    }
    if (odd?.answer === 'lost') {
      request.socket.destroy();
      return;
    }
    if (odd?.answer === 'never') {
      hang(response);
      return;
    }
    if (odd) {
      send(response, imposed({ body: undefined, ...odd.answer }), undefined, now);
      return;
    }
    send(response, reply ?? service(call), trouble, now);
  };

  const underWay = new Map<string, number>();
  const count = (request: IncomingMessage, response: ServerResponse) => {
    const user = context.tokenFor(request.headers)?.user.name;
    if (user === undefined) return;
    const add = (one: number) => {
      const now = (underWay.get(user) ?? 0) + one;
      underWay.set(user, now);
      return now;
    };
    context.underWay(user, add(1));
    response.once('close', () => add(-1));
  };

  const take = (request: IncomingMessage, response: ServerResponse) => {
    count(request, response);
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) response.destroy();
      else if (error instanceof Refusal) send(response, error.reply, undefined, context.now());
      else
        send(
          response,
          htmlError(500, 'Internal Server Error', 'The simulated service failed.'),
          undefined,
          context.now(),
        );
    });
  };
  const secure = context.tls && createTlsServer(context.tls, take);
  const server = secure ?? createServer(take);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  base = `${secure ? 'https' : 'http'}://${host}:${address.port}`;
  const release = () => {
    for (const response of hanging) response.destroy();
    hanging.clear();
  };
  return {
    base,
    release,
    refuse() {
      server.close();
      server.closeAllConnections();
    },
    accept() {
      if (!server.listening) server.listen(address.port, host);
    },
    present(other) {
      if (!secure || !context.tls) return;
      secure.setSecureContext(other ?? context.tls);
      secure.closeAllConnections();
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      release();
      server.closeAllConnections();
      if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
