import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Document = Readonly<Record<string, unknown>>;

export interface Search {
  readonly size: number;
  readonly query: {
    readonly bool: {
      readonly filter: readonly [
        {
          readonly range: Readonly<
            Record<string, { readonly gte: number; readonly lt: number; readonly format: string }>
          >;
        },
        {
          readonly bool: {
            readonly should: readonly { readonly match_phrase: Readonly<Record<string, string>> }[];
          };
        },
      ];
    };
  };
  readonly _source: readonly string[];
  readonly sort: readonly Readonly<Record<string, unknown>>[];
  readonly search_after?: readonly unknown[];
}

export interface FakeOpenSearch extends AsyncDisposable {
  readonly url: string;
  readonly asked: {
    readonly path: string;
    readonly search: Search;
    readonly headers: Readonly<Record<string, unknown>>;
  }[];
}

/** Words of Lucene's standard analyser, near enough: it splits at hyphens and keeps letters, digits and `_` together. */
const tokens = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

/**
 * An OpenSearch as far as our search goes, worded as the real one: indices by name or pattern, `match_phrase` over
 * analysed words, windows that are too large refused.
 */
export async function startFakeOpenSearch(
  indices: Readonly<Record<string, readonly Document[]>>,
  options: {
    readonly time?: string;
    readonly maxResultWindow?: number;
    readonly failedShards?: number;
    readonly timedOut?: boolean;
    readonly nanoseconds?: boolean;
    readonly answer?: (response: ServerResponse, count: number) => boolean;
  } = {},
): Promise<FakeOpenSearch> {
  const asked: FakeOpenSearch['asked'] = [];
  const time = options.time ?? '@timestamp';
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://opensearch');
    const search = JSON.parse(await bodyOf(request)) as Search;
    asked.push({ path: `${url.pathname}${url.search}`, search, headers: request.headers });
    if (options.answer?.(response, asked.length)) return;
    const say = (status: number, body: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json; charset=UTF-8' })
        .end(JSON.stringify(body));
    const refuse = (status: number, type: string, reason: string) =>
      say(status, { error: { root_cause: [{ type, reason }], type, reason }, status });
    if (request.method !== 'POST' || !url.pathname.endsWith('/_search'))
      return refuse(405, 'illegal_argument_exception', `Incorrect HTTP method for uri [${request.url}]`);
    const patterns = decodeURIComponent(url.pathname.slice(1, -'/_search'.length)).split(',');
    const missing = patterns.find((pattern) => !pattern.includes('*') && !Object.hasOwn(indices, pattern));
    if (missing) return refuse(404, 'index_not_found_exception', `no such index [${missing}]`);
    const most = options.maxResultWindow ?? 10_000;
    if (search.size > most)
      return refuse(
        400,
        'illegal_argument_exception',
        `Result window is too large, from + size must be less than or equal to: [${most}] but was [${search.size}]. See the scroll api for a more efficient way to request large data sets.`,
      );
    if (search.search_after && search.search_after.length !== search.sort.length)
      return refuse(400, 'illegal_argument_exception', 'Sort must contain at least one field.');
    const chosen = Object.entries(indices).filter(([name]) =>
      patterns.some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name)),
    );
    const [{ range }, { bool }] = search.query.bool.filter;
    const limits = range[time];
    const hits = chosen
      .flatMap(([index, documents]) => documents.map((source, doc) => ({ index, source, doc })))
      .map((hit) => ({ ...hit, ms: Date.parse(String(hit.source[time])) }))
      .filter(({ ms }) => limits !== undefined && ms >= limits.gte && ms < limits.lt)
      .filter(({ source }) => bool.should.some(({ match_phrase }) => matches(source, match_phrase)))
      .sort((a, b) => b.ms - a.ms || b.doc - a.doc)
      .slice(0, search.size)
      .map(({ index, source, doc, ms }) => ({
        _index: index,
        _id: `${index}-${doc}`,
        _score: null,
        _source: source,
        sort: [options.nanoseconds ? ms * 1_000_000 : ms, doc],
      }));
    const failed = options.failedShards ?? 0;
    const failures = [
      {
        shard: 0,
        index: 'flog',
        node: 'n',
        reason: { type: 'circuit_breaking_exception', reason: 'Data too large' },
      },
    ];
    return say(200, {
      took: 3,
      timed_out: options.timedOut ?? false,
      _shards: {
        total: chosen.length + failed,
        successful: chosen.length,
        skipped: 0,
        failed,
        ...(failed > 0 ? { failures } : {}),
      },
      hits: { max_score: null, hits },
    });
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

function matches(source: Document, phrase: Readonly<Record<string, string>>): boolean {
  return Object.entries(phrase).every(([field, query]) => {
    const wanted = tokens(query);
    const there = tokens(String(source[field] ?? ''));
    return (
      wanted.length > 0 && there.some((_, at) => wanted.every((word, index) => there[at + index] === word))
    );
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
