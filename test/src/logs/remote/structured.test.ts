import { describe, expect, it } from 'vitest';
import { logRecords, writtenAt } from '../../../../src/core/log-records.ts';
import { type Entry, excerptsOf, isAbout } from '../../../../src/logs/remote/entries.ts';
import { fieldOf, readLine, serviceName } from '../../../../src/logs/remote/structured.ts';

const AT = new Date('2026-11-22T18:40:22.184Z');
const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';

/** As it would stand alone in an excerpt. */
function shown(line: string, known?: Readonly<Record<string, unknown>>): readonly string[] {
  const { head, lines } = readLine(line, AT, known);
  return head === undefined ? lines : [`${head} ${lines[0]}`, ...lines.slice(1)];
}

describe('a line of a log store', () => {
  it('is left alone when it is one of oslo.log', () => {
    const line = `2026-11-22 18:40:22.184 7 ERROR ironic.conductor.utils [None req-1 - -] Node ${NODE} failed`;
    expect(shown(line)).toEqual([line]);
    expect(shown(JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: 'x' }))).toEqual([line]);
  });

  it('is written as oslo.log would when it is its JSON', () => {
    const line = JSON.stringify({
      message: `Node ${NODE} failed`,
      asctime: '2026-11-22 19:40:22',
      name: 'ironic.conductor.utils',
      levelname: 'ERROR',
      process: 7,
      context: { request_id: 'req-aaaaaaaa', global_request_id: null, user_identity: '3f1 8a2 - -' },
      traceback: [
        'Traceback (most recent call last):',
        '  File "x.py", line 1',
        'ironic.common.exception.NodeLocked: held',
      ],
    });
    expect(shown(line)).toEqual([
      `2026-11-22 18:40:22.184 7 ERROR ironic.conductor.utils [None req-aaaaaaaa 3f1] Node ${NODE} failed`,
      'Traceback (most recent call last):',
      '  File "x.py", line 1',
      'ironic.common.exception.NodeLocked: held',
    ]);
    const [record, ...more] = logRecords([{ source: 's', host: 'h', lines: shown(line) }]);
    expect(more).toEqual([]);
    expect(record).toMatchObject({ level: 'error' });
    expect(record && writtenAt(record)).toBe(AT.getTime());
  });

  it('is opened twice when Docker packed JSON into JSON', () => {
    const inner = JSON.stringify({ message: 'power failed', level: 'warn', logger: 'ironic.x' });
    expect(shown(JSON.stringify({ log: inner, level: 'info' }))).toEqual([
      '2026-11-22 18:40:22.184 WARNING ironic.x power failed',
    ]);
  });

  it.each([
    ['plain words', ['2026-11-22 18:40:22.184 plain words']],
    ['{"a":1}', ['2026-11-22 18:40:22.184 {"a":1}']],
    ['{"message": broken', ['2026-11-22 18:40:22.184 {"message": broken']],
    ['{"message":{"message":"x"}}', ['2026-11-22 18:40:22.184 {"message":{"message":"x"}}']],
    ['{"message":"","msg":"x","level":5}', ['2026-11-22 18:40:22.184 x']],
    ['\u001b[00;36mINFO ironic.x [-] hello\u001b[00m', ['2026-11-22 18:40:22.184 INFO ironic.x [-] hello']],
    ['Nov 22 18:40:22 c1 ironic-conductor[7]: hello', ['Nov 22 18:40:22 c1 ironic-conductor[7]: hello']],
    ['', ['2026-11-22 18:40:22.184 ']],
  ])('gets a time when it has none: %j', (line, lines) => {
    expect(shown(line)).toEqual(lines);
  });

  it('of Kolla-Ansible gets its head back, request ids with their "req-"', () => {
    const payload = ` Error in deploy of ${NODE}\n2026-11-22 19:40:22.184 7 ERROR ironic.conductor Traceback (most recent call last):\n2026-11-22 19:40:22.184 7 ERROR ironic.conductor ironic.common.exception.NodeLocked: held`;
    const fields = {
      Payload: payload,
      Pid: '7',
      log_level: 'ERROR',
      python_module: 'ironic.conductor.manager',
      Logger: 'openstack.ironic',
      request_id: '66cd1cd3-0000-4000-8000-000000000001',
      global_request_id: '-',
    };
    expect(shown(payload, fields)).toEqual([
      `2026-11-22 18:40:22.184 7 ERROR ironic.conductor.manager [None req-66cd1cd3-0000-4000-8000-000000000001 -] Error in deploy of ${NODE}`,
      'Traceback (most recent call last):',
      'ironic.common.exception.NodeLocked: held',
    ]);
    expect(logRecords([{ source: 's', host: 'h', lines: shown(payload, fields) }])).toHaveLength(1);
  });

  it('without end is cut', () => {
    expect(shown('x'.repeat(1_000_000))[0]?.length).toBeLessThan(17_000);
  });
});

it('finds dotted names as keys, as nested objects and as a mixture', () => {
  expect(fieldOf({ 'host.name': 'a' }, 'host.name')).toBe('a');
  expect(fieldOf({ host: { name: ['b', 'c'] } }, 'host.name')).toBe('b');
  expect(fieldOf({ a: { 'b.c': 7 } }, 'a.b.c')).toBe('7');
  expect(fieldOf({ host: { name: {} } }, 'host.name')).toBeUndefined();
  expect(fieldOf({}, '__proto__.name')).toBeUndefined();
  expect(fieldOf({}, 'constructor')).toBeUndefined();
});

it('names services by their file or unit', () => {
  expect(serviceName('/var/log/kolla/ironic/ironic-conductor.log')).toBe('ironic-conductor');
  expect(serviceName('ironic-conductor.service')).toBe('ironic-conductor');
  expect(serviceName(undefined)).toBe('log');
});

it('tells a word from a part of a longer one', () => {
  expect(isAbout(readLine('Node node-17 failed', AT), ['node-1'])).toBe(false);
  expect(isAbout(readLine('my-node-1 and node-17, then node-1.', AT), ['node-1'])).toBe(true);
  expect(isAbout(readLine('NODE-1', AT), ['node-1'])).toBe(false);
});

describe('excerpts', () => {
  const entry = (ms: number, line: string, more: Partial<Entry> = {}): Entry => ({
    ...readLine(line, new Date(AT.getTime() + ms)),
    at: BigInt(ms),
    ms,
    source: 'ironic-conductor',
    host: 'c1',
    ...more,
  });

  it('are one for each service of each host, oldest first', () => {
    const made = excerptsOf([entry(2, 'two'), entry(1, 'other', { host: 'c2' }), entry(0, 'zero')], {
      cut: 'more',
    });
    expect(made).toEqual([
      {
        source: 'ironic-conductor',
        host: 'c1',
        lines: ['2026-11-22 18:40:22.184 zero', '2026-11-22 18:40:22.186 two'],
        cut: 'more',
      },
      { source: 'ironic-conductor', host: 'c2', lines: ['2026-11-22 18:40:22.185 other'], cut: 'more' },
    ]);
  });

  it('join a traceback that was sent line by line, and not one from another time', () => {
    const near = excerptsOf([
      entry(0, 'deploy failed'),
      entry(1, '  File "x.py"'),
      entry(2, 'a.NodeLocked: held'),
      entry(3, 'a.LockError: held'),
    ]);
    expect(near[0]?.lines).toEqual([
      '2026-11-22 18:40:22.184 deploy failed',
      '  File "x.py"',
      '2026-11-22 18:40:22.186 a.NodeLocked: held',
      'a.LockError: held',
    ]);
    const far = excerptsOf([entry(0, 'deploy failed'), entry(60_000, 'a.LockError: held')]);
    expect(far[0]?.lines[1]).toBe('2026-11-22 18:41:22.184 a.LockError: held');
  });

  it('carry the offset of the times in their lines', () => {
    const made = excerptsOf([entry(0, '2026-11-22 20:40:22.184 7 INFO x a')], { offsetMinutes: 120 });
    expect(made[0]).toMatchObject({ lines: ['2026-11-22 20:40:22.184 7 INFO x a'], offset_minutes: 120 });
  });
});
