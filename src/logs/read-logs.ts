import { ServiceError, type ServiceErrorCode } from '../core/errors.ts';
import { createBudget } from './budget.ts';
import { combine, type Log, logsOf, toExcerpts } from './combine.ts';
import type { LogQuery, LogReader, LogSource } from './log-source.ts';
import { belonging, requestsToFollow } from './request-ids.ts';

export interface LogReaderOptions {
  /** For all sources and both passes. */
  readonly seconds: number;
  /** That may be read from files. */
  readonly megabytes?: number | undefined;
  readonly clock?: (() => Date) | undefined;
  /** Told of what is no ServiceError; the person reads only that the source could not be read. */
  readonly onBug?: ((source: string, error: unknown) => void) | undefined;
  /** Told of each source whether it answered, unless whoever asked lost interest before. */
  readonly onAsked?: ((source: string, failure: ServiceErrorCode | undefined) => void) | undefined;
}

const MEGABYTES = 512;
const MOST_REQUESTS = 8;
/** Of the time, after which a second pass would hardly come to an end. */
const LATEST_START = 0.6;
/** For sources that give what they have when the time is over. */
const GRACE_MS = 250;
const UNFOLLOWED = 'lines that carry only the id of a request';

type Outcome =
  | { readonly kind: 'read'; readonly name: string; readonly logs: readonly Log[] }
  | { readonly kind: 'sick'; readonly name: string; readonly error: ServiceError };

/**
 * All sources side by side, and once more for what the requests of the first lines did besides: state changes and
 * locks carry the request's id and not always the node.
 */
export function createLogReader(sources: readonly LogSource[], options: LogReaderOptions): LogReader {
  const { seconds, clock = () => new Date() } = options;
  const late = (name: string) => `${name} did not answer within ${seconds} s (logs.seconds)`;

  async function readAll(query: LogQuery): Promise<readonly Outcome[]> {
    const now = clock();
    return Promise.all(
      sources.map(async (source): Promise<Outcome> => {
        try {
          const excerpts = await withGrace(source.read(query), query.signal, late(source.name));
          return { kind: 'read', name: source.name, logs: logsOf(excerpts, now) };
        } catch (error) {
          return { kind: 'sick', name: source.name, error: asServiceError(error, source.name) };
        }
      }),
    );
  }

  function asServiceError(error: unknown, source: string): ServiceError {
    if (error instanceof ServiceError) return error;
    options.onBug?.(source, error);
    return new ServiceError(`${source} could not be read because of an error of ours`, {
      code: 'bad-answer',
      service: 'logs',
    });
  }

  /** Adds what the requests did besides; what is missing of it is said. */
  async function follow(first: readonly Log[], query: LogQuery, soon: boolean): Promise<readonly Log[]> {
    const entries = first.flatMap((log) => log.entries);
    const byTime = entries.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0));
    const requests = requestsToFollow(byTime, query.words, MOST_REQUESTS);
    if (requests.length === 0) return first;
    const missing = (words: string): readonly Log[] =>
      first.map((log, index) => (index === 0 ? { ...log, cut: [...log.cut, words] } : log));
    if (!soon || query.signal.aborted) return missing(`${UNFOLLOWED} were not looked for: the time was over`);
    const outcomes = await readAll({ ...query, words: requests });
    const second = outcomes.flatMap((outcome) => (outcome.kind === 'read' ? outcome.logs : []));
    const belongs = belonging(
      entries,
      second.flatMap((log) => log.entries),
      query.words,
    );
    const known = new Set(first.flatMap((log) => log.cut));
    const own = second.map((log) => ({ ...log, cut: [], entries: log.entries.filter(belongs) }));
    const cutShort = second.some(
      (log, index) => own[index]?.entries.length && log.cut.some((words) => !known.has(words)),
    );
    const spent = query.signal.aborted || query.budget?.left() === 0;
    const partly = cutShort || spent || outcomes.some(({ kind }) => kind === 'sick');
    return combine([...(partly ? missing(`${UNFOLLOWED} may be missing`) : first), ...own]);
  }

  return async (asked) => {
    const started = performance.now();
    const time = new AbortController();
    const timer = setTimeout(() => time.abort(), seconds * 1000);
    const signal = AbortSignal.any([time.signal, asked.signal]);
    const budget = asked.budget ?? createBudget(options.megabytes ?? MEGABYTES);
    const query = { ...asked, budget, signal };
    try {
      const outcomes = await readAll(query);
      for (const outcome of asked.signal.aborted ? [] : outcomes)
        options.onAsked?.(outcome.name, outcome.kind === 'sick' ? outcome.error.code : undefined);
      const sick = outcomes.filter((outcome) => outcome.kind === 'sick');
      if (sick.length > 0 && sick.length === outcomes.length) throw allSick(sick);
      const first = combine(outcomes.flatMap((outcome) => (outcome.kind === 'read' ? outcome.logs : [])));
      const soon = performance.now() - started < seconds * 1000 * LATEST_START;
      const logs = await follow(first, query, soon);
      return [
        ...toExcerpts(logs),
        ...sick.map(({ name, error }) => ({
          source: name,
          host: '',
          lines: [],
          cut: wordsOf(name, error),
        })),
      ];
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Most errors name their service themselves. */
const wordsOf = (name: string, { message }: ServiceError): string =>
  message.toLowerCase().includes(name.toLowerCase()) ? message : `${name}: ${message}`;

function allSick(sick: readonly { readonly name: string; readonly error: ServiceError }[]): ServiceError {
  const [first] = sick;
  if (first && sick.length === 1) return first.error;
  const words = sick.map(({ name, error }) => wordsOf(name, error)).join('; ');
  return new ServiceError(`no log source could be read: ${words}`, {
    code: first?.error.code ?? 'unreachable',
    service: 'logs',
  });
}

/** A source that does not hear the signal is left behind. */
async function withGrace<T>(reading: Promise<T>, signal: AbortSignal, late: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const over = new Promise<never>((_, reject) => {
    const leave = () => reject(new ServiceError(late, { code: 'timeout', service: 'logs' }));
    onAbort = () => {
      timer = setTimeout(leave, GRACE_MS);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([reading, over]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
