import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LokiStream {
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch, or nanoseconds as bigint, and the line. */
  readonly lines: readonly (readonly [number | bigint, string])[];
}

export interface FakeLoki extends AsyncDisposable {
  readonly url: string;
  /** Queries in the order in which they came. */
  readonly asked: URLSearchParams[];
}

/**
 * A Loki as far as `query_range` for log lines goes, worded as grafana/loki pkg/loghttp/query.go,
 * pkg/util/validation/validate.go and pkg/logql/syntax do: it reads the query as the real lexer would, so that a word
 * that broke out of its literal would be a parse error or another answer.
 */
export async function startFakeLoki(
  streams: readonly LokiStream[],
  options: {
    readonly maxEntries?: number;
    readonly tenant?: string;
    readonly answer?: (response: ServerResponse, count: number) => boolean;
  } = {},
): Promise<FakeLoki> {
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loki');
    asked.push(url.searchParams);
    if (options.answer?.(response, asked.length)) return;
    const refuse = (status: number, text: string) =>
      response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
    if (url.pathname !== '/loki/api/v1/query_range') return refuse(404, '404 page not found\n');
    if (options.tenant && request.headers['x-scope-orgid'] !== options.tenant)
      return refuse(401, 'no org id\n');
    const outcome = answerTo(url.searchParams, streams, options.maxEntries ?? 5_000);
    if ('refused' in outcome) return refuse(400, outcome.refused);
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(outcome.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerTo(
  query: URLSearchParams,
  streams: readonly LokiStream[],
  maxEntries: number,
): { refused: string } | { body: unknown } {
  const limit = Number(query.get('limit'));
  if (!(limit > 0)) return { refused: 'limit must be a positive value' };
  if (limit > maxEntries)
    return {
      refused: `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${maxEntries})`,
    };
  const [start, end] = [BigInt(query.get('start') ?? ''), BigInt(query.get('end') ?? '')];
  if (end <= start) return { refused: 'end timestamp must not be before or equal to start time' };
  const read = readLogql(query.get('query') ?? '');
  if (read === undefined)
    return { refused: 'parse error at line 1, col 1: syntax error: unexpected IDENTIFIER' };
  const hits = streams
    .flatMap(({ labels, lines }) =>
      lines.map(([at, line]) => ({
        labels,
        at: typeof at === 'bigint' ? at : BigInt(at) * 1_000_000n,
        line,
      })),
    )
    .filter(({ at, line }) => at >= start && at < end && read.test(line))
    .reverse()
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .slice(0, limit);
  const result = [...new Set(hits.map(({ labels }) => labels))].map((labels) => ({
    stream: labels,
    values: hits.filter((hit) => hit.labels === labels).map(({ at, line }) => [String(at), line]),
  }));
  return { body: { status: 'success', data: { resultType: 'streams', result, stats: { summary: {} } } } };
}

/** `{selector} |~ "literal"` and nothing after it; the pattern as Go's regexp reads it, for what QuoteMeta leaves. */
export function readLogql(query: string): RegExp | undefined {
  const parts = /^\{(?:[^}"]|"(?:[^"\\\n]|\\.)*")*\} \|~ "((?:[^"\\\n]|\\.)*)"$/u.exec(query);
  const pattern = parts && unquote(parts[1] ?? '');
  return pattern === undefined || pattern === null ? undefined : new RegExp(pattern, 'u');
}

/** prometheus/prometheus util/strutil/quote.go: other escapes than these are errors. */
function unquote(body: string): string | undefined {
  let valid = true;
  const single: Readonly<Record<string, string>> = {
    a: '\x07',
    b: '\b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
    v: '\v',
    '\\': '\\',
    '"': '"',
  };
  const text = body.replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/gsu, (_, four, two, one) => {
    if (four ?? two) return String.fromCharCode(Number.parseInt(four ?? two, 16));
    if (!Object.hasOwn(single, one)) valid = false;
    return single[one] ?? '';
  });
  return valid ? text : undefined;
}

/** For tests that want to see what was sent. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
