import { cut } from '../../lib/cut.ts';
import { scrubText } from '../../lib/scrub.ts';
import type { LokiConfig } from '../config.ts';
import { createLogHttp, jsonOf, type LogHttp, tooBigError } from '../http.ts';
import { offsetMinutes } from '../line-time.ts';
import type { LogSource } from '../log-source.ts';
import { type Entry, excerptsOf, isAbout } from '../remote/entries.ts';
import { type Login, loginOf, type Secrets } from '../remote/login.ts';
import { groupsOf, type Page, readBackwards } from '../remote/paging.ts';
import { garbled, refusalOf } from '../remote/refusal.ts';
import { first, HOST, readLine, SERVICE, serviceName } from '../remote/structured.ts';
import { logqlOf } from './query.ts';
import { Streams } from './schema.ts';

const TITLE = 'Loki';
/** `max_entries_limit_per_query` as it comes (grafana/loki pkg/validation/limits.go); asked for fewer when it is lower. */
const LIMIT = 5_000;
/** Older releases read queries of 5 120 characters, and proxies addresses of about 8 000. */
const LONGEST_WORDS = 3_000;
const MOST_WORDS = 100;
const NS = 1_000_000n;

/** @throws ServiceError `config` when a named variable or certificate is not there */
export function createLokiSource(config: LokiConfig, deps: { readonly secret: Secrets }): LogSource {
  const login = loginOf(TITLE, config, deps.secret);
  const base = config.loki.replace(/\/loki\/api\/v1\/?$/, '');
  const http = createLogHttp({ title: TITLE, base, login });
  return {
    name: TITLE,
    async read({ words, from, to, signal }) {
      const groups = groupsOf(words, MOST_WORDS, LONGEST_WORDS);
      if (groups.length === 0 || from > to) return [];
      const start = BigInt(from.getTime()) * NS;
      const { entries, cut: missing } = await readBackwards({
        title: TITLE,
        groups,
        // The end is excluded, and ours counts to its last nanosecond.
        before: (BigInt(to.getTime()) + 1n) * NS,
        limit: LIMIT,
        ask: (group, before, limit) =>
          ask({ http, login, config, words: group, start, before, limit, signal }),
      });
      return excerptsOf(entries, { cut: missing, offsetMinutes: offsetMinutes(config.utc_offset) });
    },
  };
}

interface Question {
  readonly http: LogHttp;
  readonly login: Login;
  readonly config: LokiConfig;
  readonly words: readonly string[];
  readonly start: bigint;
  readonly before: bigint;
  readonly limit: number;
  readonly signal: AbortSignal;
}

async function ask(question: Question): Promise<Page> {
  const { http, login, config, words, start, before, limit, signal } = question;
  if (before <= start)
    return { kind: 'page', entries: [], full: false, newest: undefined, oldest: undefined, notes: [] };
  const answer = await http.send(
    {
      method: 'GET',
      path: '/loki/api/v1/query_range',
      query: {
        query: logqlOf(config.query, words),
        start: String(start),
        end: String(before),
        limit: String(limit),
        direction: 'backward',
      },
    },
    signal,
  );
  if (answer.kind === 'too-big')
    return { kind: 'fewer', limit: Math.floor(limit / 4), error: tooBigError(TITLE) };
  const { status, text } = answer;
  if (status !== 200) {
    const error = refusalOf({ title: TITLE, login, status, text, words: wordsOf(status, text) });
    const most = /max entries limit per query exceeded\D*\(\d+ > (\d{1,9})\)/.exec(text)?.[1];
    if (status === 400 && most !== undefined) return { kind: 'fewer', limit: Number(most), error };
    throw error;
  }
  const parsed = Streams.safeParse(jsonOf(text));
  if (!parsed.success) throw garbled(TITLE, text);
  const streams = parsed.data.data.result ?? [];
  let newest: bigint | undefined;
  let oldest: bigint | undefined;
  let came = 0;
  const entries = streams.flatMap(({ stream, values }) => {
    const own: Entry[] = [];
    // Newest first as we asked for it, and ours is the order of writing.
    for (const [time, line] of values.toReversed()) {
      const at = BigInt(time);
      came += 1;
      if (newest === undefined || at > newest) newest = at;
      if (oldest === undefined || at < oldest) oldest = at;
      const entry = entryOf(stream, at, line, config);
      if (isAbout(entry, words)) own.push(entry);
    }
    return own;
  });
  const notes = (parsed.data.warnings ?? [])
    .slice(0, 3)
    .map((warning) => `Loki warns: ${cut(scrubText(warning.slice(0, 2_000)), 200)}`);
  return { kind: 'page', entries, full: came >= limit, newest, oldest, notes };
}

function entryOf(
  labels: Readonly<Record<string, string>>,
  at: bigint,
  line: string,
  config: LokiConfig,
): Entry {
  const ms = Number(at / NS);
  const entry = readLine(line, new Date(ms + offsetMinutes(config.utc_offset) * 60_000));
  const own = entry.fields ?? {};
  return {
    ...entry,
    at,
    ms,
    // Loki makes a service_name up where there is none (grafana/loki pkg/distributor/validator.go).
    source: serviceName(
      [
        labels[config.labels.service],
        first(own, SERVICE),
        labels['filename'],
        labels['unit'],
        labels['job'],
      ].find((name) => name !== undefined && name !== '' && name !== 'unknown_service'),
    ),
    host: labels[config.labels.host] ?? labels['hostname'] ?? first(own, HOST) ?? labels['instance'] ?? '',
  };
}

/** Loki words errors as plain text (grafana/loki pkg/util/server/error.go, pkg/util/validation/validate.go). */
function wordsOf(status: number, text: string): string | undefined {
  if (status === 401 && /no org id/.test(text))
    return 'wants to know whose logs are meant (401): add tenant under logs';
  if (status !== 400) return undefined;
  if (/time range exceeds the limit/.test(text))
    return 'refuses so long a time range (400): its max_query_length is shorter';
  if (/too many bytes/.test(text))
    return 'would have to read too much (400): narrow the stream selector under logs';
  if (/at least one regexp or equality matcher/.test(text))
    return 'refuses the stream selector under logs (400): one label must be compared with what is not empty';
  if (/parse error|syntax error/.test(text))
    return 'cannot read the stream selector under logs (400): check its labels, quotes and braces';
  return undefined;
}
