import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import type { LogExcerpt, LogQuery, LogSource } from '../../../src/logs/log-source.ts';
import { createLogReader } from '../../../src/logs/read-logs.ts';

const NODE = '86fff43f-0768-438e-b45d-9dc24ff896d3';
const id = (digit: number) => `req-00000000-0000-4000-8000-00000000000${digit}`;
const line = (second: number, context: string, text: string, level = 'INFO', logger = 'ironic.x') =>
  `2026-11-22 18:40:${String(second).padStart(2, '0')}.000 1 ${level} ${logger} [${context}] ${text}`;
const OF_USER = (digit: number) => `None ${id(digit)} 1f0c9a4b 2a1b3c4d - - default default`;
const OF_NOBODY = (digit: number) => `None ${id(digit)} - - - - - -`;

/** A source that finds lines as a real one does, and remembers what it was asked for. */
function source(name: string, excerpts: readonly LogExcerpt[]) {
  const asked: LogQuery[] = [];
  const read: LogSource['read'] = async (query) => {
    asked.push(query);
    return excerpts.flatMap((one) => {
      const lines = one.lines.filter((text) => query.words.some((word) => text.includes(word)));
      return lines.length > 0 || one.cut ? [{ ...one, lines }] : [];
    });
  };
  return { name, asked, read };
}
const log = (lines: readonly string[], more: Partial<LogExcerpt> = {}): LogExcerpt => ({
  source: 'ironic-conductor',
  host: 'c1',
  lines,
  ...more,
});
const query = (): LogQuery => ({
  words: [NODE],
  from: new Date('2026-11-22T18:00:00Z'),
  to: new Date('2026-11-22T19:00:00Z'),
  signal: new AbortController().signal,
});
const sick = (name: string, message: string): LogSource => ({
  name,
  read: async () => {
    throw new ServiceError(message, { code: 'unreachable', service: 'logs' });
  },
});
const never: LogSource = { name: 'Loki', read: () => new Promise(() => undefined) };
const reader = (...sources: LogSource[]) =>
  createLogReader(sources, { seconds: 5, clock: () => new Date('2026-11-22T19:00:00Z') });

describe('requests are followed', () => {
  it('from a trouble to the state changes of the same request, in their order and without doubles', async () => {
    const lines = [
      line(
        1,
        OF_USER(1),
        "Exiting old state 'enroll' in response to event 'manage'",
        'DEBUG',
        'ironic.common.states',
      ),
      line(2, OF_USER(1), `${NODE} failed`, 'ERROR'),
      line(3, OF_USER(1), `${NODE} again`),
      line(4, OF_USER(2), 'of somebody else'),
    ];
    const files = source('files', [log(lines)]);
    expect(await reader(files)(query())).toEqual([log(lines.slice(0, 3))]);
    expect(files.asked.map(({ words }) => words)).toEqual([[NODE], [id(1)]]);
  });

  it('by the global id too, and into the logs of other services', async () => {
    const ironic = [line(2, `${id(1)} ${id(2)} u p - - -`, `${NODE} failed`, 'WARNING')];
    const nova = [line(1, `${id(1)} ${id(3)} u p - - -`, 'building')];
    const told = await reader(
      source('files', [log(ironic)]),
      source('Loki', [log(nova, { source: 'nova-compute' })]),
    )(query());
    expect(told).toEqual([log(ironic), log(nova, { source: 'nova-compute' })]);
  });

  it('a line about another node stays out', async () => {
    const other = '11111111-1111-4111-8111-111111111111';
    const lines = [
      line(1, OF_USER(1), `${NODE} failed`, 'ERROR'),
      line(2, OF_USER(1), `Successfully released exclusive lock on node ${other}`),
      line(3, OF_USER(1), `node ${other} and node ${NODE}`),
    ];
    const told = await reader(source('files', [log(lines)]))(query());
    expect(told[0]?.lines).toEqual([lines[0], lines[2]]);
  });

  it("a trouble in a service's own rounds has nothing to do with its other lines", async () => {
    const files = source('files', [
      log([line(1, OF_NOBODY(1), `${NODE} lost`, 'WARNING'), line(2, OF_NOBODY(1), 'x', 'ERROR')]),
    ]);
    expect((await reader(files)(query()))[0]?.lines).toHaveLength(1);
    expect(files.asked).toHaveLength(1);
  });

  it("an agent's call is followed for as long as it lasts", async () => {
    const lock = (second: number, text: string) =>
      line(second, OF_NOBODY(1), text, 'DEBUG', 'ironic.conductor.task_manager');
    const lines = [
      lock(1, `lock on ${NODE}`),
      line(9, OF_NOBODY(1), "Exiting old state 'clean wait'"),
      line(9, OF_NOBODY(1), 'an hour later').replace(' 18:', ' 19:'),
    ];
    const told = await reader(source('files', [log(lines)]))(query());
    expect(told[0]?.lines).toEqual(lines.slice(0, 2));
  });

  it('at most 8 requests, the newest first', async () => {
    const lines = Array.from({ length: 9 }, (_, index) =>
      line(index, OF_USER(index), `${NODE} failed`, 'ERROR'),
    );
    const files = source('files', [log(lines)]);
    await reader(files)(query());
    expect(files.asked[1]?.words).toEqual([8, 7, 6, 5, 4, 3, 2, 1].map(id));
  });
});

describe('several sources', () => {
  it('a sick one costs only itself', async () => {
    const lines = [line(1, '-', NODE)];
    const told = await reader(
      source('files', [log(lines)]),
      sick('Loki', 'Loki refuses the password'),
    )(query());
    expect(told).toEqual([
      log(lines),
      { source: 'Loki', host: '', lines: [], cut: 'Loki refuses the password' },
    ]);
  });

  it('when all are sick it is an error, as each of them says', async () => {
    await expect(reader(sick('Loki', 'refused'))(query())).rejects.toThrow('refused');
    await expect(reader(sick('Loki', 'refused'), sick('files', 'gone'))(query())).rejects.toThrow(
      'no log source could be read: Loki: refused; files: gone',
    );
  });

  it('a bug in one is told to us and not to the person', async () => {
    const bugs: unknown[] = [];
    const broken: LogSource = {
      name: 'Loki',
      read: async () => {
        throw new TypeError('secret detail');
      },
    };
    const read = createLogReader([broken, source('files', [])], {
      seconds: 5,
      onBug: (_, error) => bugs.push(error),
    });
    const [told] = await read(query());
    expect(told?.cut).toBe('Loki could not be read because of an error of ours');
    expect(bugs).toHaveLength(1);
  });

  it('each is told of once, whether it answered, unless nobody waits for it any more', async () => {
    const told: unknown[] = [];
    const request = line(1, OF_USER(1), `${NODE} failed`, 'ERROR');
    const read = createLogReader([source('files', [log([request])]), sick('Loki', 'refused')], {
      seconds: 5,
      onAsked: (...asked) => told.push(asked),
    });
    await read(query());
    expect(told.splice(0)).toEqual([
      ['files', undefined],
      ['Loki', 'unreachable'],
    ]);
    await read({ ...query(), signal: AbortSignal.abort() });
    expect(told).toEqual([]);
  });

  it('the same line from two sources is one, two alike of one source are two', async () => {
    const lines = [line(1, '-', NODE), line(1, '-', NODE), line(2, '-', NODE)];
    const told = await reader(
      source('files', [log(lines)]),
      source('Loki', [log([...lines.slice(1), line(3, '-', NODE)])]),
    )(query());
    expect(told).toEqual([log([...lines, line(3, '-', NODE)])]);
  });

  it('what was left out is kept', async () => {
    const told = await reader(source('files', [log([], { cut: 'no file matches x' })]))(query());
    expect(told).toEqual([log([], { cut: 'no file matches x' })]);
  });

  it('all together stay within 4 MB, the newest are kept', async () => {
    const long = (second: number) => line(second, '-', `${NODE} ${'x'.repeat(999_900)}`);
    const a = log([long(1), long(3), long(5)]);
    const b = log([long(2), long(4)], { host: 'c2' });
    const [one, two] = await reader(source('files', [a, b]))(query());
    expect(one?.lines).toEqual([long(3), long(5)]);
    expect(two?.lines).toHaveLength(2);
    expect(one?.cut).toBe(
      'only the newest 4 MB of lines are here; older ones of ironic-conductor were left out',
    );
    expect(two?.cut).toBeUndefined();
  });

  it('an error stays whatever came after it', async () => {
    const long = (second: number) => line(second, '-', `${NODE} ${'x'.repeat(999_900)}`);
    const failed = line(1, '-', `${NODE} failed`, 'ERROR');
    const lines = [failed, ...[2, 3, 4, 5, 6].map(long)];
    const [one] = await reader(source('files', [log(lines)]))(query());
    expect(one?.lines).toEqual([failed, ...lines.slice(-4)]);
  });
});

describe('the time', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('a source that never answers is left behind', async () => {
    const told = reader(never, source('files', [log([line(1, '-', NODE)])]))(query());
    await vi.advanceTimersByTimeAsync(5300);
    expect(await told).toMatchObject([
      { lines: [expect.any(String)] },
      { source: 'Loki', cut: 'Loki did not answer within 5 s (logs.seconds)' },
    ]);
  });

  it('it ends with the question, too', async () => {
    const question = new AbortController();
    const told = reader(never)({ ...query(), signal: question.signal });
    const refused = expect(told).rejects.toMatchObject({ code: 'timeout', service: 'logs' });
    question.abort();
    await vi.advanceTimersByTimeAsync(300);
    await refused;
  });

  it('a source that gives up with what it has is heard', async () => {
    const partly: LogSource = {
      name: 'files',
      read: ({ signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () =>
            resolve([log([line(1, OF_USER(1), NODE, 'ERROR')], { cut: 'half' })]),
          );
        }),
    };
    const told = reader(partly)(query());
    await vi.advanceTimersByTimeAsync(5000);
    expect(await told).toMatchObject([
      { cut: 'half; lines that carry only the id of a request were not looked for: the time was over' },
    ]);
  });

  it('no timer is left when it is done', async () => {
    await reader(source('files', [log([line(1, '-', NODE)])]))(query());
    expect(vi.getTimerCount()).toBe(0);
  });
});
