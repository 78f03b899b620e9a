import { hostname as ownHostname } from 'node:os';
import { ServiceError } from '../../core/errors.ts';
import { createBudget } from '../budget.ts';
import type { FilesConfig } from '../config.ts';
import { lineTimes, offsetMinutes } from '../line-time.ts';
import type { LogExcerpt, LogQuery, LogSource } from '../log-source.ts';
import { mergeByTime } from '../merge.ts';
import { cutWords, moreWords } from './cut-words.ts';
import { parseFilePattern } from './file-pattern.ts';
import { type LogFile, listLogs, some } from './list-logs.ts';
import type { Wanted } from './matching.ts';
import { type Bounds, createNewest } from './newest.ts';
import { type FileRead, readFile } from './read-file.ts';

export interface FileLimits {
  /** For a question that brings no budget of its own. */
  readonly megabytes: number;
  /** Of one excerpt. */
  readonly bounds?: Bounds | undefined;
}

export interface FileDeps {
  readonly clock: () => Date;
  /** This machine's name. */
  readonly hostname?: (() => string) | undefined;
  /** Paths of earlier sources, which read their files under their own names. */
  readonly taken?: readonly string[] | undefined;
}

const BOUNDS: Bounds = { lines: 4000, characters: 2_000_000 };
/** While one file is searched the next is fetched or unpacked. */
const AT_ONCE = 2;

type Unread = LogFile & { readonly why: 'time' | 'budget' };

/**
 * Log files of this machine, or of others that it sees.
 * @throws ServiceError `config` for a path that cannot be meant
 */
export function createFileSource(config: FilesConfig, limits: FileLimits, deps: FileDeps): LogSource {
  const patterns = config.files.map(parseFilePattern);
  const offset = offsetMinutes(config.utc_offset);
  const naming = {
    host: config.host ?? (deps.hostname ?? ownHostname)(),
    service: config.service,
    taken: deps.taken?.map(parseFilePattern),
  };
  const bounds = limits.bounds ?? BOUNDS;

  async function read(query: LogQuery): Promise<readonly LogExcerpt[]> {
    const { signal, words } = query;
    const budget = query.budget ?? createBudget(limits.megabytes);
    const wanted: Wanted = {
      words,
      bytes: words.map((word) => Buffer.from(word)),
      from: query.from.getTime(),
      to: query.to.getTime(),
      timeOf: lineTimes({ offsetMinutes: offset, now: deps.clock() }),
    };
    const { files, problems } = await listLogs(patterns, naming, query.from, signal);
    const reads: FileRead[] = [];
    const unread: Unread[] = [];
    const waiting = [...files];
    const work = async (): Promise<void> => {
      for (let file = waiting.shift(); file; file = waiting.shift()) {
        if (signal.aborted) unread.push({ ...file, why: 'time' });
        else if (budget.left() === 0) unread.push({ ...file, why: 'budget' });
        else {
          const one = await readFile(file, wanted, { budget, signal, bounds });
          const none = one.read === 0 && (one.stopped === 'time' || one.stopped === 'budget');
          // Others had taken what there was while it was opened.
          if (none) unread.push({ ...file, why: one.stopped === 'time' ? 'time' : 'budget' });
          else reads.push(one);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (signal.aborted && reads.length === 0) {
      throw new ServiceError('the log files could not be looked through in time', {
        code: 'timeout',
        service: 'logs',
      });
    }
    return [...excerpts(reads, unread, budget.total), ...aside(reads, problems)];
  }

  /** One for each log of each host that has lines, or of which something was left out. */
  function excerpts(
    reads: readonly FileRead[],
    unread: readonly Unread[],
    total: number,
  ): readonly LogExcerpt[] {
    const readable = reads.filter(({ kind }) => kind === 'text' || kind === 'compressed');
    const logs = new Map([...readable.map(({ file }) => file), ...unread].map((file) => [logOf(file), file]));
    return [...logs].flatMap(([log, { host, service }]) => {
      const own = readable.filter(({ file }) => logOf(file) === log);
      const oldestFirst = own.toSorted((a, b) => a.file.mtime - b.file.mtime);
      const newest = createNewest(bounds);
      newest.addNewer(mergeByTime(oldestFirst.map(({ entries }) => entries)));
      const lines = newest.entries().flatMap((entry) => entry.lines);
      const cut = [
        ...cutWords(
          own,
          unread.filter((file) => logOf(file) === log),
          total,
        ),
        ...(newest.more() && !own.some(({ more }) => more) ? [moreWords(`${service} on ${host}`)] : []),
      ];
      if (lines.length === 0 && cut.length === 0) return [];
      return [
        {
          source: service,
          host,
          lines,
          ...(cut.length > 0 ? { cut: cut.join('; ') } : {}),
          ...(offset === 0 ? {} : { offset_minutes: offset }),
        },
      ];
    });
  }

  /** What belongs to no log: it is said once and not for each file. */
  function aside(reads: readonly FileRead[], problems: readonly string[]): readonly LogExcerpt[] {
    const names = (kind: FileRead['kind']) =>
      reads.filter((one) => one.kind === kind).map(({ file }) => file.name);
    const [binary, unreadable] = [names('binary'), names('unreadable')];
    const said = [
      ...problems,
      ...(unreadable.length > 0 ? [`${some(unreadable)} could not be read`] : []),
      ...(binary.length > 0 ? [`skipped, since not text: ${some(binary)}`] : []),
    ];
    return said.length > 0 ? [{ source: 'files', host: naming.host, lines: [], cut: said.join('; ') }] : [];
  }

  return { name: 'files', read };
}

const logOf = ({ host, service }: LogFile): string => `${host}\0${service}`;
