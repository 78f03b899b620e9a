import { readLogql } from './logql.ts';

export interface LokiStream {
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch, or nanoseconds as bigint, and the line. */
  readonly lines: readonly (readonly [number | bigint, string])[];
}

export interface LokiLimits {
  /** `max_entries_limit_per_query`. */
  readonly maxEntries: number;
  /** `max_query_length`, in hours. */
  readonly maxHours: number;
}

/** As they come (grafana/loki pkg/validation/limits.go). */
export const usualLimits: LokiLimits = { maxEntries: 5_000, maxHours: 721 };

const HOUR_NS = 3_600_000_000_000n;

/**
 * The answer of `query_range` for log lines, or why it is refused (400), worded as grafana/loki pkg/loghttp/query.go,
 * pkg/util/validation/validate.go and pkg/logql/syntax do. The end is excluded.
 */
export function queryRange(
  query: URLSearchParams,
  streams: readonly LokiStream[],
  { maxEntries, maxHours }: LokiLimits,
): { readonly refused: string } | { readonly body: unknown } {
  const limit = Number(query.get('limit') ?? 100);
  if (!(limit > 0)) return { refused: 'limit must be a positive value' };
  if (limit > maxEntries)
    return {
      refused: `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${maxEntries})`,
    };
  const [start, end] = [nanoseconds(query.get('start')), nanoseconds(query.get('end'))];
  if (start === undefined || end === undefined)
    return { refused: 'could not parse start or end as nanoseconds' };
  if (end <= start) return { refused: 'end timestamp must not be before or equal to start time' };
  if (end - start > BigInt(maxHours) * HOUR_NS)
    return {
      refused: `the query time range exceeds the limit (query length: ${(end - start) / HOUR_NS}h0m0s, limit: ${maxHours}h)`,
    };
  const read = readLogql(query.get('query') ?? '');
  if (typeof read === 'string') return { refused: read };
  const backward = query.get('direction') !== 'forward';
  const found = streams
    .filter(({ labels }) => read.selects(labels))
    .flatMap(({ labels, lines }) => lines.map(([at, line]) => ({ labels, at: inNanoseconds(at), line })))
    .filter(({ at, line }) => at >= start && at < end && read.filter.test(line));
  const inOrder = backward ? found.reverse() : found;
  const hits = inOrder
    .sort((a, b) => (a.at === b.at ? 0 : a.at < b.at === backward ? 1 : -1))
    .slice(0, limit);
  const byStream = Map.groupBy(hits, ({ labels }) => labels);
  const result = [...byStream].map(([stream, own]) => ({
    stream,
    values: own.map(({ at, line }) => [String(at), line]),
  }));
  return { body: { status: 'success', data: { resultType: 'streams', result, stats: { summary: {} } } } };
}

function nanoseconds(text: string | null): bigint | undefined {
  return text !== null && /^\d{1,19}$/.test(text) ? BigInt(text) : undefined;
}

function inNanoseconds(at: number | bigint): bigint {
  return typeof at === 'bigint' ? at : BigInt(at) * 1_000_000n;
}
