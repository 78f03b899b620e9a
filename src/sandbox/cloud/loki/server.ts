import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LokiLimits, type LokiStream, queryRange, usualLimits } from './query-range.ts';

export interface LokiOptions extends Partial<LokiLimits> {
  /** Without `X-Scope-OrgID` of this name nobody is answered. */
  readonly tenant?: string;
  /** Answers in the place of Loki, for tests of its moods; `count` begins with 1. False leaves it to Loki. */
  readonly answer?: (response: ServerResponse, count: number) => boolean;
  readonly host?: string;
  /** Any free one when absent. */
  readonly port?: number;
}

export interface SimulatedLoki extends AsyncDisposable {
  /** Base address, without `/loki/api/v1`. */
  readonly url: string;
  /** Queries in the order in which they came. */
  readonly asked: URLSearchParams[];
  close(): Promise<void>;
}

/** A Loki on loopback, as far as `GET /loki/api/v1/query_range` for log lines goes. `streams` is asked for each query. */
export async function startLoki(
  streams: () => readonly LokiStream[],
  options: LokiOptions = {},
): Promise<SimulatedLoki> {
  const limits = { ...usualLimits, ...options };
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loki');
    asked.push(url.searchParams);
    if (options.answer?.(response, asked.length)) return;
    const refuse = (status: number, text: string) =>
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
    if (url.pathname !== '/loki/api/v1/query_range') return refuse(404, '404 page not found\n');
    if (options.tenant && request.headers['x-scope-orgid'] !== options.tenant)
      return refuse(401, 'no org id\n');
    const outcome = queryRange(url.searchParams, streams(), limits);
    if ('refused' in outcome) return refuse(400, outcome.refused);
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(outcome.body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `http://${address}:${port}`, asked, close, [Symbol.asyncDispose]: close };
}
