import { ServiceError } from '../../core/errors.ts';
import { cut } from '../../lib/cut.ts';
import { parseUtc } from '../../lib/duration.ts';
import { scrubText } from '../../lib/scrub.ts';
import type { OpenSearchConfig } from '../config.ts';
import { createLogHttp, jsonOf, type LogHttp, tooBigError } from '../http.ts';
import { offsetMinutes } from '../line-time.ts';
import type { LogSource } from '../log-source.ts';
import { type Entry, excerptsOf, isAbout } from '../remote/entries.ts';
import { type Login, loginOf, type Secrets } from '../remote/login.ts';
import { groupsOf, type Page, readBackwards } from '../remote/paging.ts';
import { garbled, refusalOf } from '../remote/refusal.ts';
import {
  type Fields,
  fieldOf,
  first,
  HOST,
  MESSAGE,
  readLine,
  SERVICE,
  serviceName,
} from '../remote/structured.ts';
import { searchOf } from './query.ts';
import { SearchError, SearchResult } from './schema.ts';

const TITLE = 'OpenSearch';
/** `index.max_result_window` is 10 000 as it comes; asked for fewer when it is lower. */
const SIZE = 2_000;
/** With up to six clauses each, well below the 1 024 of `indices.query.bool.max_clause_count`. */
const MOST_WORDS = 100;
const LONGEST_WORDS = 20_000;

/**
 * Elasticsearch as well. `seconds` is what a question may take; the search itself ends a little earlier.
 * @throws ServiceError `config` when a named variable or certificate is not there
 */
export function createOpenSearchSource(
  config: OpenSearchConfig,
  deps: { readonly secret: Secrets; readonly seconds?: number },
): LogSource {
  const timeoutMs = Math.round((deps.seconds ?? 5) * 800);
  const login = loginOf(TITLE, config, deps.secret);
  const http = createLogHttp({ title: TITLE, base: config.opensearch, login });
  return {
    name: TITLE,
    async read({ words, from, to, signal }) {
      const groups = groupsOf(words, MOST_WORDS, LONGEST_WORDS);
      if (groups.length === 0 || from > to) return [];
      const { entries, cut: missing } = await readBackwards({
        title: TITLE,
        groups,
        before: BigInt(to.getTime()) + 1n,
        limit: SIZE,
        ask: (group, before, size) =>
          ask({
            http,
            login,
            config,
            words: group,
            from: from.getTime(),
            before: Number(before),
            size,
            signal,
            timeoutMs,
          }),
      });
      return excerptsOf(entries, { cut: missing, offsetMinutes: offsetMinutes(config.utc_offset) });
    },
  };
}

interface Question {
  readonly http: LogHttp;
  readonly login: Login;
  readonly config: OpenSearchConfig;
  readonly words: readonly string[];
  readonly from: number;
  readonly before: number;
  readonly size: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

async function ask({
  http,
  login,
  config,
  words,
  from,
  before,
  size,
  timeoutMs,
  signal,
}: Question): Promise<Page> {
  const answer = await http.send(
    {
      method: 'POST',
      path: `/${config.index.split(',').map(encodeURIComponent).join(',')}/_search`,
      query: { allow_partial_search_results: 'true' },
      json: searchOf({ fields: config.fields, words, from, before, size, timeoutMs }),
    },
    signal,
  );
  if (answer.kind === 'too-big')
    return { kind: 'fewer', limit: Math.floor(size / 4), error: tooBigError(TITLE) };
  const { status, text } = answer;
  if (status !== 200) {
    const error = refusal(status, text, login, config.index);
    const most = /Result window is too large\D*\[(\d{1,9})\]/.exec(text)?.[1];
    if (most !== undefined) return { kind: 'fewer', limit: Number(most), error };
    throw error;
  }
  const parsed = SearchResult.safeParse(jsonOf(text));
  if (!parsed.success) throw garbled(TITLE, text);
  const { hits, _shards: shards, timed_out } = parsed.data;
  // A pattern that no index matches, or none that this user may see, is no error over there.
  if (shards.total === 0) throw noIndex(config.index);
  const entries: Entry[] = [];
  let newest: bigint | undefined;
  let oldest: bigint | undefined;
  // Newest first as we asked for it, and ours is the order of writing.
  for (const { _source: source = {}, sort } of hits.hits.toReversed()) {
    const ms = timeOf(sort?.[0], source, config.fields.time);
    if (ms === undefined) continue;
    const at = BigInt(ms);
    if (newest === undefined || at > newest) newest = at;
    if (oldest === undefined || at < oldest) oldest = at;
    const entry = entryOf(source, ms, config);
    if (entry && isAbout(entry, words)) entries.push(entry);
  }
  const full = hits.hits.length >= size;
  return { kind: 'page', entries, full, newest, oldest, notes: notesOf(shards, timed_out) };
}

function entryOf(source: Fields, ms: number, config: OpenSearchConfig): Entry | undefined {
  const { fields } = config;
  const message = first(source, [fields.message, ...MESSAGE]);
  if (message === undefined) return undefined;
  const entry = readLine(message, new Date(ms + offsetMinutes(config.utc_offset) * 60_000), source);
  return {
    ...entry,
    at: BigInt(ms),
    ms,
    source: serviceName(first(source, [fields.service, ...SERVICE])),
    host: first(source, [fields.host, ...HOST]) ?? '',
  };
}

/** The sort value of a date is milliseconds since the epoch, of `date_nanos` nanoseconds. */
function timeOf(sorted: unknown, source: Fields, field: string): number | undefined {
  if (typeof sorted === 'number' && Number.isFinite(sorted))
    return Math.floor(sorted > 1e15 ? sorted / 1e6 : sorted);
  const text = fieldOf(source, field);
  return text === undefined ? undefined : parseUtc(text);
}

function notesOf(shards: SearchResult['_shards'], timedOut: boolean): readonly string[] {
  const reason = shards.failures?.[0]?.reason?.reason;
  const why = reason ? `: ${cut(scrubText(reason.slice(0, 2_000)), 200)}` : '';
  return [
    ...(shards.failed > 0
      ? [`${shards.failed} of ${shards.total} shards of OpenSearch could not be read${why}`]
      : []),
    ...(timedOut ? ['OpenSearch ran out of time before it had looked through everything'] : []),
  ];
}

function refusal(status: number, text: string, login: Login, index: string): ServiceError {
  const { data } = SearchError.safeParse(jsonOf(text));
  const inner = data?.error.root_cause?.[0];
  const type = inner?.type ?? data?.error.type;
  if (status === 404 && type === 'index_not_found_exception') return noIndex(index);
  const detail = inner?.reason ?? data?.error.reason ?? undefined;
  const words =
    status === 403
      ? `does not let our login read index ${index} (403): name fewer indices, or allow it`
      : undefined;
  return refusalOf({ title: TITLE, login, status, text, detail, words });
}

function noIndex(index: string): ServiceError {
  return new ServiceError(
    `OpenSearch shows us no index ${index}: check index under logs, and what our login may read`,
    { code: 'not-found', service: 'logs', status: 404 },
  );
}
