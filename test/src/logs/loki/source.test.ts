import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogsSchema, type LokiConfig } from '../../../../src/logs/config.ts';
import { logqlOf } from '../../../../src/logs/loki/query.ts';
import { createLokiSource } from '../../../../src/logs/loki/source.ts';
import { readLogql } from '../../../../src/sandbox/cloud/loki/logql.ts';
import type { LokiStream } from '../../../../src/sandbox/cloud/loki/query-range.ts';
import { type LokiOptions, startLoki } from '../../../../src/sandbox/cloud/loki/server.ts';
import { FROM, logFailure, logQuery } from '../../../support/log-source.ts';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';
const at = (second: number) => FROM.getTime() + second * 1000;

const lokiWith = (streams: readonly LokiStream[], options?: LokiOptions) => startLoki(() => streams, options);

function configured(url: string, more: object = {}): LokiConfig {
  const { sources } = LogsSchema.parse({
    sources: [{ loki: url, query: '{job=~"ironic-.*|nova-.*"}', ...more }],
  });
  return sources[0] as LokiConfig;
}
const source = (url: string, more: object = {}) =>
  createLokiSource(configured(url, more), {
    secret: (name) => (name === 'LOKI_PASSWORD' ? 's3cr3t' : undefined),
  });

const conductor = { job: 'ironic-conductor', host: 'c1', service_name: 'ironic-conductor' };
const STREAMS: readonly LokiStream[] = [
  {
    labels: conductor,
    lines: [
      [at(-1), `2026-11-22 17:59:59.000 7 INFO ironic.x [-] too early ${NODE}`],
      [at(0), `2026-11-22 18:00:00.000 7 INFO ironic.x [None req-1 - -] Node ${NODE} moved to "deploying"`],
      [at(5), '2026-11-22 18:00:05.000 7 INFO ironic.x [-] about node-17 only'],
      [at(9), '2026-11-22 18:00:09.000 7 INFO ironic.x [-] about node-1 itself'],
      [at(3600), `{"message":"Node ${NODE} failed","level":"error","logger":"ironic.y"}`],
      [at(3601), `2026-11-22 19:00:01.000 7 INFO ironic.x [-] too late ${NODE}`],
    ],
  },
  {
    labels: { ...conductor, detected_level: 'error' },
    lines: [[at(2), `2026-11-22 18:00:02.000 7 ERROR ironic.x [-] ${NODE} again`]],
  },
  {
    labels: {
      job: 'nova-compute',
      service_name: 'unknown_service',
      filename: '/var/log/nova/nova-compute.log',
      hostname: 'n1',
    },
    lines: [[at(1), `2026-11-22 18:00:01.000 7 INFO nova.x [-] ${NODE}`]],
  },
];

describe('Loki', () => {
  it('gives the lines with one of the words, by service and host, oldest first, both ends included', async () => {
    await using loki = await lokiWith(STREAMS);
    expect(await source(loki.url).read(logQuery([NODE, 'node-1']))).toEqual([
      {
        source: 'ironic-conductor',
        host: 'c1',
        lines: [
          `2026-11-22 18:00:00.000 7 INFO ironic.x [None req-1 - -] Node ${NODE} moved to "deploying"`,
          `2026-11-22 18:00:02.000 7 ERROR ironic.x [-] ${NODE} again`,
          '2026-11-22 18:00:09.000 7 INFO ironic.x [-] about node-1 itself',
          `2026-11-22 19:00:00.000 ERROR ironic.y Node ${NODE} failed`,
        ],
      },
      { source: 'nova-compute', host: 'n1', lines: [`2026-11-22 18:00:01.000 7 INFO nova.x [-] ${NODE}`] },
    ]);
    expect(Object.fromEntries(loki.asked[0] ?? [])).toEqual({
      query: `{job=~"ironic-.*|nova-.*"} |~ "(?:${NODE}|node-1)"`,
      start: '1795370400000000000',
      end: '1795374000001000000',
      limit: '5000',
      direction: 'backward',
    });
  });

  it('asks for nothing when no word is left', async () => {
    await using loki = await lokiWith(STREAMS);
    expect(await source(loki.url).read(logQuery(['', ' ']))).toEqual([]);
    expect(loki.asked).toEqual([]);
  });

  it('reads page after page when it may have less at once, without loss or doubles', async () => {
    const lines = Array.from(
      { length: 50 },
      (_, index) => [at(Math.floor(index / 3)), `2026-11-22 18:00:00 ${index} ${NODE}`] as const,
    );
    await using loki = await lokiWith([{ labels: conductor, lines }], { maxEntries: 7 });
    const [excerpt, ...more] = await source(loki.url).read(logQuery([NODE]));
    expect(more).toEqual([]);
    expect(excerpt).toEqual({ source: 'ironic-conductor', host: 'c1', lines: lines.map(([, line]) => line) });
    expect(loki.asked.map((one) => one.get('limit'))).toEqual([
      '5000',
      ...loki.asked.slice(1).map(() => '7'),
    ]);
  });

  it('says when more lines have one time than it may have at once', async () => {
    const lines = Array.from(
      { length: 20 },
      (_, index) => [at(index < 15 ? 4 : 1), `2026-11-22 18:00:00 ${index} ${NODE}`] as const,
    );
    await using loki = await lokiWith([{ labels: conductor, lines }], { maxEntries: 10 });
    const [excerpt] = await source(loki.url).read(logQuery([NODE]));
    expect(excerpt?.cut).toBe('more than 10 lines have the same time; not all of them were read');
    expect(excerpt?.lines).toHaveLength(15);
  });

  it('keeps what it read when a later page fails, and says so', async () => {
    const lines = Array.from(
      { length: 30 },
      (_, index) => [at(index), `2026-11-22 18:00:00 ${index} ${NODE}`] as const,
    );
    await using loki = await lokiWith([{ labels: conductor, lines }], {
      maxEntries: 10,
      answer: (response, count) => count === 3 && Boolean(response.writeHead(503).end('overloaded')),
    });
    const [excerpt] = await source(loki.url).read(logQuery([NODE]));
    expect(excerpt?.lines).toEqual(lines.slice(20).map(([, line]) => line));
    expect(excerpt?.cut).toBe('some lines are missing: Loki failed (503): look at its own health');
  });

  it('keeps what it read when the time is over', async () => {
    const controller = new AbortController();
    const lines = Array.from(
      { length: 30 },
      (_, index) => [at(index), `2026-11-22 18:00:00 ${index} ${NODE}`] as const,
    );
    await using loki = await lokiWith([{ labels: conductor, lines }], {
      maxEntries: 10,
      answer(_, count) {
        if (count === 3) controller.abort();
        return count === 3;
      },
    });
    const [excerpt] = await source(loki.url).read(logQuery([NODE], controller.signal));
    expect(excerpt?.lines).toHaveLength(10);
    expect(excerpt?.cut).toBe('some lines are missing: Loki did not answer in time');
  });

  it('asks for fewer lines when the answer is too big, and gives up on one that always is', async () => {
    const big = 'x'.repeat(1_000_000);
    const lines = Array.from(
      { length: 24 },
      (_, index) => [at(index), `2026-11-22 18:00:00 ${NODE} ${big}`] as const,
    );
    await using loki = await lokiWith([{ labels: conductor, lines }]);
    const [excerpt] = await source(loki.url).read(logQuery([NODE]));
    expect(excerpt?.lines).toHaveLength(24);
    await using bigger = await lokiWith([], {
      answer: (response) => Boolean(response.writeHead(200).end(Buffer.alloc(17 * 1024 * 1024, ' '))),
    });
    expect(await logFailure(source(bigger.url).read(logQuery([NODE])))).toMatchObject({
      code: 'bad-answer',
      message: 'Loki answered with more than 16 MiB at once',
    });
  });

  it('stops when there is more than anybody reads', async () => {
    const lines = Array.from(
      { length: 25_000 },
      (_, index) => [at(index / 100), `2026-11-22 18:00:00 ${index} ${NODE}`] as const,
    );
    await using loki = await lokiWith([{ labels: conductor, lines }]);
    const [excerpt] = await source(loki.url).read(logQuery([NODE]));
    expect(excerpt?.lines.length).toBeLessThan(25_000);
    expect(excerpt?.lines.at(-1)).toBe(lines.at(-1)?.[1]);
    expect(excerpt?.cut).toBe('there are too many lines; only the newest were read');
  });

  it('asks several times for very many words, and shows each line once', async () => {
    const ids = Array.from({ length: 250 }, (_, index) => `req-${String(index).padStart(8, '0')}`);
    const lines = [[at(1), `2026-11-22 18:00:01 ${ids[0]} and ${ids[249]}`]] as const;
    await using loki = await lokiWith([{ labels: conductor, lines }]);
    const [excerpt] = await source(loki.url).read(logQuery(ids));
    expect(excerpt?.lines).toEqual([lines[0][1]]);
    expect(loki.asked).toHaveLength(3);
  });

  it('says what Loki itself warns of', async () => {
    const body = {
      status: 'success',
      warnings: ['partial results: token=abc123secret'],
      data: {
        resultType: 'streams',
        result: [{ stream: {}, values: [[`${at(1)}000000`, `a ${NODE}`, { structuredMetadata: {} }]] }],
      },
    };
    await using loki = await lokiWith([], {
      answer: (response) => Boolean(response.end(JSON.stringify(body))),
    });
    const [excerpt] = await source(loki.url).read(logQuery([NODE]));
    expect(excerpt).toMatchObject({ source: 'log', host: '', lines: [`2026-11-22 18:00:01.000 a ${NODE}`] });
    expect(excerpt?.cut).toMatch(/^Loki warns: partial results/);
    expect(excerpt?.cut).not.toContain('abc123secret');
  });

  it.each<[number, string, string, string]>([
    [
      401,
      'Unauthorized',
      'unauthorized',
      'Loki refuses the password (401): check the variable LOKI_PASSWORD',
    ],
    [
      401,
      'no org id\n',
      'unauthorized',
      'Loki wants to know whose logs are meant (401): add tenant under logs',
    ],
    [403, '', 'forbidden', 'Loki does not allow our login to read these logs (403): ask its administrator'],
    [
      404,
      '404 page not found',
      'not-found',
      'Loki is not at its address (404): check the address under logs',
    ],
    [
      429,
      'too many outstanding requests',
      'rate-limited',
      'Loki asks us to slow down (429): look again in a minute',
    ],
    [
      400,
      'parse error at line 1, col 2: syntax error',
      'refused',
      'Loki cannot read the stream selector under logs (400): check its labels, quotes and braces',
    ],
    [
      400,
      'the query time range exceeds the limit (query length: 1h, limit: 1m)',
      'refused',
      'Loki refuses so long a time range (400): its max_query_length is shorter',
    ],
    [
      400,
      'the query would read too many bytes (query: 1TB, limit: 1GB)',
      'refused',
      'Loki would have to read too much (400): narrow the stream selector under logs',
    ],
    [
      400,
      'queries require at least one regexp or equality matcher that does not',
      'refused',
      'Loki refuses the stream selector under logs (400): one label must be compared with what is not empty',
    ],
    [400, 'else', 'refused', 'Loki refused the question (400)'],
    [500, 'boom', 'server-error', 'Loki failed (500): look at its own health'],
    [504, 'request timed out', 'timeout', 'Loki did not finish in time (504)'],
    [302, '', 'bad-answer', 'Loki sends us to another address (302): write the one it leads to under logs'],
    [204, '', 'bad-answer', 'Loki answered without log lines (204)'],
    [
      200,
      '<!DOCTYPE html><html>Grafana</html>',
      'bad-answer',
      'Loki answered with a web page; does its address lead to a login page or a dashboard?',
    ],
    [
      200,
      'pong',
      'bad-answer',
      'Loki answered with something else than log lines; check its address under logs',
    ],
    [
      200,
      '{"status":"success","data":{"resultType":"matrix","result":[]}}',
      'bad-answer',
      'Loki answered with something else than log lines; check its address under logs',
    ],
    [
      200,
      '{"status":"success","data":{"resultType":"streams","result":[{"stream":{},"values":[["x","y"]]}]}}',
      'bad-answer',
      'Loki answered with something else than log lines; check its address under logs',
    ],
  ])('names the next step when the answer is %d %s', async (status, body, code, message) => {
    await using loki = await lokiWith([], {
      answer: (response) => Boolean(response.writeHead(status).end(body)),
    });
    const error = await logFailure(
      source(loki.url, { user: 'bot', password_env: 'LOKI_PASSWORD' }).read(logQuery([NODE])),
    );
    expect(error).toMatchObject({ code, message });
  });

  it('wants a login when Loki does and none is configured', async () => {
    await using loki = await lokiWith([], {
      answer: (response) => Boolean(response.writeHead(401).end('<h1>401</h1>')),
    });
    expect(await logFailure(source(loki.url).read(logQuery([NODE])))).toMatchObject({
      message: 'Loki wants a login (401): add user and password_env, or token_env, under logs',
      detail: '401',
    });
  });

  it('sends tenant and login, also below an address with the path of the API', async () => {
    await using loki = await lokiWith(STREAMS, { tenant: 'prod' });
    expect(await source(`${loki.url}/loki/api/v1/`, { tenant: 'prod' }).read(logQuery([NODE]))).toHaveLength(
      2,
    );
    expect(await logFailure(source(loki.url).read(logQuery([NODE])))).toMatchObject({ code: 'unauthorized' });
  });

  it('complains about a variable that is not set before anybody asks', () => {
    expect(() => source('http://127.0.0.1:3100', { token_env: 'LOKI_TOKEN' })).toThrow(
      'The configuration of logs from Loki cannot be used: the variable LOKI_TOKEN (token_env) is not set',
    );
  });
});

describe('LogQL', () => {
  it('escapes what means something to RE2 and to a string', () => {
    expect(logqlOf(' {job="x"} ', ['a.b*', 'say "hi"\\`'])).toBe(
      '{job="x"} |~ "(?:a\\\\.b\\\\*|say \\"hi\\"\\\\\\\\`)"',
    );
  });

  it('lets no word out of its literal: it finds exactly itself', () => {
    const wild = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.string({ unit: 'binary-ascii', minLength: 1 }),
      fc.stringMatching(/^["'`\\{}|~=)(.*+?^$[\]#\n\r\t]{1,12}$/),
    );
    fc.assert(
      fc.property(fc.array(wild, { minLength: 1, maxLength: 4 }), fc.string(), (words, other) => {
        const read = readLogql(logqlOf('{job="a}b"}', words));
        const pattern = typeof read === 'string' ? undefined : read.filter;
        expect(pattern, String(read)).toBeDefined();
        for (const word of words) expect(pattern?.exec(`<${word}>`)).not.toBeNull();
        expect(pattern?.test(other)).toBe(words.some((word) => other.includes(word)));
      }),
      { numRuns: 500 },
    );
  });
});
