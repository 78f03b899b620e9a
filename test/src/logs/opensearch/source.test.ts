import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogsSchema, type OpenSearchConfig } from '../../../../src/logs/config.ts';
import { searchOf } from '../../../../src/logs/opensearch/query.ts';
import { createOpenSearchSource } from '../../../../src/logs/opensearch/source.ts';
import { type Document, startFakeOpenSearch } from '../../../support/fake-opensearch.ts';
import { FROM, logFailure, logQuery } from '../../../support/log-source.ts';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';
const KOLLA = {
  index: 'flog-*',
  fields: { message: 'Payload', host: 'Hostname', service: 'programname' },
};
const time = (ms: number) => new Date(FROM.getTime() + ms).toISOString();

function configured(url: string, more: object): OpenSearchConfig {
  const { sources } = LogsSchema.parse({ sources: [{ opensearch: url, ...more }] });
  return sources[0] as OpenSearchConfig;
}
const source = (url: string, more: object = KOLLA) =>
  createOpenSearchSource(configured(url, more), {
    secret: (name) => (name === 'SEARCH_SECRET' ? 's3cr3t' : undefined),
  });

/** As Kolla-Ansible's Fluentd stores an entry of oslo.log, its traceback inside. */
const kolla = (ms: number, payload: string, more: Document = {}): Document => ({
  Timestamp: '2026-11-22 20:00:00.000',
  '@timestamp': time(ms),
  Pid: '7',
  log_level: 'ERROR',
  python_module: 'ironic.conductor.utils',
  Payload: ` ${payload}`,
  request_id: '66cd1cd3-aaaa-4bbb-8ccc-000000000001',
  global_request_id: '-',
  user_id: '3f1',
  Hostname: 'c1',
  Logger: 'openstack.ironic',
  programname: 'ironic-conductor',
  ...more,
});
const HEAD = '7 ERROR ironic.conductor.utils [None req-66cd1cd3-aaaa-4bbb-8ccc-000000000001 3f1]';
const many = (count: number, step = 1000) =>
  Array.from({ length: count }, (_, index) => kolla(Math.floor(index / 3) * step, `${index} ${NODE}`));
const numbers = (lines: readonly string[] | undefined) =>
  lines?.map((line) => Number(/\] (\d+) /.exec(line)?.[1]));

describe('OpenSearch', () => {
  it('gives the entries of Kolla-Ansible as oslo.log wrote them, oldest first, both ends included', async () => {
    await using search = await startFakeOpenSearch({
      'flog-2026.11.21': [kolla(-1, `too early ${NODE}`)],
      'flog-2026.11.22': [
        kolla(3_600_000, `last ${NODE}`),
        kolla(3_600_001, `too late ${NODE}`),
        kolla(
          0,
          `Error in deploy of ${NODE}\n2026-11-22 20:00:00.000 7 ERROR ironic.conductor Traceback (most recent call last):`,
        ),
        kolla(5, 'about node-17 only'),
        kolla(6, 'about NODE 1'),
        kolla(7, 'about node-1 itself', { Hostname: 'c2' }),
      ],
      other: [kolla(1, `elsewhere ${NODE}`)],
    });
    expect(await source(search.url).read(logQuery([NODE, 'node-1']))).toEqual([
      {
        source: 'ironic-conductor',
        host: 'c1',
        lines: [
          `2026-11-22 18:00:00.000 ${HEAD} Error in deploy of ${NODE}`,
          'Traceback (most recent call last):',
          `2026-11-22 19:00:00.000 ${HEAD} last ${NODE}`,
        ],
      },
      {
        source: 'ironic-conductor',
        host: 'c2',
        lines: [`2026-11-22 18:00:00.007 ${HEAD} about node-1 itself`],
      },
    ]);
    expect(search.asked).toHaveLength(1);
    expect(search.asked[0]?.path).toBe('/flog-*/_search?allow_partial_search_results=true');
    expect(search.asked[0]?.search).toMatchObject({ size: 2000, track_total_hits: false, timeout: '4000ms' });
    expect(search.asked[0]?.search._source).toEqual(
      expect.arrayContaining(['@timestamp', 'Payload', 'Hostname', 'programname', 'log_level']),
    );
  });

  it('finds entries by a request id that Fluentd took out of the text', async () => {
    await using search = await startFakeOpenSearch({ 'flog-1': [kolla(0, 'image could not be read')] });
    const [excerpt] = await source(search.url).read(logQuery(['req-66cd1cd3-aaaa-4bbb-8ccc-000000000001']));
    expect(excerpt?.lines).toEqual([`2026-11-22 18:00:00.000 ${HEAD} image could not be read`]);
    expect(await source(search.url).read(logQuery(['req-66cd1cd3-aaaa-4bbb-8ccc-000000000002']))).toEqual([]);
  });

  it.each<[string, Document]>([
    [
      'nested',
      {
        host: { name: 'c1' },
        service: { name: 'ironic-conductor' },
        log: { level: 'warn', logger: 'ironic.x' },
      },
    ],
    [
      'flat',
      {
        'host.name': 'c1',
        'service.name': 'ironic-conductor',
        'log.level': 'warn',
        'log.logger': 'ironic.x',
      },
    ],
  ])('reads the names of ECS as it comes, %s', async (_, fields) => {
    await using search = await startFakeOpenSearch({
      'logs-ironic': [
        { '@timestamp': '2026-11-22T20:00:01.500000000+02:00', message: `power of ${NODE}`, ...fields },
      ],
    });
    expect(await source(search.url, {}).read(logQuery([NODE]))).toEqual([
      {
        source: 'ironic-conductor',
        host: 'c1',
        lines: [`2026-11-22 18:00:01.500 WARNING ironic.x power of ${NODE}`],
      },
    ]);
  });

  it('reads page after page, without loss or doubles between shards of the same time', async () => {
    const documents = many(50);
    await using search = await startFakeOpenSearch(
      {
        'flog-a': documents.filter((_, index) => index % 2 === 0),
        'flog-b': documents.filter((_, index) => index % 2 === 1),
      },
      { maxResultWindow: 7 },
    );
    const [excerpt] = await source(search.url).read(logQuery([NODE]));
    expect(numbers(excerpt?.lines)?.toSorted((a, b) => a - b)).toEqual(documents.map((_, index) => index));
    expect(excerpt?.cut).toBeUndefined();
  });

  it('reads page after page where times are kept in nanoseconds', async () => {
    await using search = await startFakeOpenSearch(
      { 'flog-a': many(50) },
      { maxResultWindow: 7, nanoseconds: true },
    );
    const [excerpt] = await source(search.url).read(logQuery([NODE]));
    expect(numbers(excerpt?.lines)).toEqual(many(50).map((_, index) => index));
  });

  it('says when more entries have one time than it may have at once', async () => {
    await using search = await startFakeOpenSearch({ 'flog-a': many(20, 0) }, { maxResultWindow: 10 });
    const [excerpt] = await source(search.url).read(logQuery([NODE]));
    expect(excerpt).toMatchObject({
      cut: 'more than 10 lines have the same time; not all of them were read',
    });
    expect(excerpt?.lines).toHaveLength(10);
  });

  it('keeps what it read when a later page fails, and says so', async () => {
    await using search = await startFakeOpenSearch(
      { 'flog-a': many(60) },
      {
        maxResultWindow: 10,
        answer: (response, count) => count === 3 && Boolean(response.writeHead(429).end('{}')),
      },
    );
    const [excerpt] = await source(search.url).read(logQuery([NODE]));
    expect(excerpt?.lines).toHaveLength(10);
    expect(excerpt?.cut).toBe(
      'some lines are missing: OpenSearch asks us to slow down (429): look again in a minute',
    );
  });

  it('gives up with its signal', async () => {
    const controller = new AbortController();
    await using search = await startFakeOpenSearch(
      {},
      {
        answer() {
          controller.abort();
          return true;
        },
      },
    );
    expect(await logFailure(source(search.url).read(logQuery([NODE], controller.signal)))).toMatchObject({
      code: 'timeout',
      message: 'OpenSearch did not answer in time',
    });
  });

  it('asks for fewer entries when the answer is too big', async () => {
    const big = 'x'.repeat(200_000);
    const documents = Array.from({ length: 100 }, (_, index) => kolla(index, `${index} ${NODE} ${big}`));
    await using search = await startFakeOpenSearch({ 'flog-a': documents });
    const [excerpt] = await source(search.url).read(logQuery([NODE]));
    expect(excerpt?.lines).toHaveLength(100);
    expect(search.asked.map((one) => one.search.size).slice(0, 4)).toEqual([2000, 500, 125, 31]);
  });

  it('says when shards failed or time ran out', async () => {
    await using search = await startFakeOpenSearch(
      { 'flog-a': many(1) },
      { failedShards: 2, timedOut: true },
    );
    const [excerpt] = await source(search.url).read(logQuery([NODE]));
    expect(excerpt?.cut).toBe(
      '2 of 3 shards of OpenSearch could not be read: Data too large; OpenSearch ran out of time before it had looked through everything',
    );
    // Nothing found in a part of it is not nothing.
    expect(await logFailure(source(search.url).read(logQuery(['elsewhere'])))).toMatchObject({
      code: 'bad-answer',
      message: expect.stringMatching(/^OpenSearch gave no line, and 2 of 3 shards/),
    });
  });

  it.each([
    ['a name that is not there', 'flog'],
    ['a pattern that matches none', 'logstash-*'],
  ])('says that it has no such index: %s', async (_, index) => {
    await using search = await startFakeOpenSearch({ 'flog-a': many(1) });
    expect(await logFailure(source(search.url, { ...KOLLA, index }).read(logQuery([NODE])))).toMatchObject({
      code: 'not-found',
      message: `OpenSearch shows us no index ${index}: check index under logs, and what our login may read`,
    });
  });

  it('writes times as the host does, so that they agree with those inside the text', async () => {
    await using search = await startFakeOpenSearch({ 'flog-a': [kolla(0, `held ${NODE}`)] });
    const [excerpt] = await source(search.url, { ...KOLLA, utc_offset: '+02:00' }).read(logQuery([NODE]));
    expect(excerpt).toMatchObject({
      lines: [`2026-11-22 20:00:00.000 ${HEAD} held ${NODE}`],
      offset_minutes: 120,
    });
  });

  it('reads several indices', async () => {
    await using search = await startFakeOpenSearch({ a: many(1), b: many(1) });
    const [excerpt] = await source(search.url, { ...KOLLA, index: 'a,b' }).read(logQuery([NODE]));
    expect(excerpt?.lines).toHaveLength(2);
  });

  const security = {
    error: {
      root_cause: [
        {
          type: 'security_exception',
          reason: 'no permissions for [indices:data/read/search] and User [name=bot]',
        },
      ],
    },
    status: 403,
  };
  it.each<[number, string, string, string]>([
    [
      401,
      'Unauthorized',
      'unauthorized',
      'OpenSearch refuses the password (401): check the variable SEARCH_SECRET',
    ],
    [
      403,
      JSON.stringify(security),
      'forbidden',
      'OpenSearch does not let our login read index flog-* (403): name fewer indices, or allow it',
    ],
    [
      404,
      '{"statusCode":404,"error":"Not Found","message":"Not Found"}',
      'not-found',
      'OpenSearch is not at its address (404): check the address under logs',
    ],
    [
      429,
      '{"error":{"type":"circuit_breaking_exception","reason":"Data too large"},"status":429}',
      'rate-limited',
      'OpenSearch asks us to slow down (429): look again in a minute',
    ],
    [
      400,
      '{"error":{"type":"parsing_exception","reason":"x"},"status":400}',
      'refused',
      'OpenSearch refused the question (400)',
    ],
    [
      503,
      '{"error":{"type":"search_phase_execution_exception","reason":"all shards failed"},"status":503}',
      'server-error',
      'OpenSearch failed (503): look at its own health',
    ],
    [
      302,
      '',
      'bad-answer',
      'OpenSearch sends us to another address (302): write the one it leads to under logs',
    ],
    [
      200,
      '<html>Dashboards</html>',
      'bad-answer',
      'OpenSearch answered with a web page; does its address lead to a login page or a dashboard?',
    ],
    [
      200,
      '{"name":"node-1","tagline":"The OpenSearch Project"}',
      'bad-answer',
      'OpenSearch answered with something else than log lines; check its address under logs',
    ],
    [
      200,
      '{"took":3,"timed_out":fal',
      'bad-answer',
      'OpenSearch answered with something else than log lines; check its address under logs',
    ],
  ])('names the next step when the answer is %d %s', async (status, body, code, message) => {
    await using search = await startFakeOpenSearch(
      {},
      { answer: (response) => Boolean(response.writeHead(status).end(body)) },
    );
    const config = { ...KOLLA, user: 'bot', password_env: 'SEARCH_SECRET' };
    expect(await logFailure(source(search.url, config).read(logQuery([NODE])))).toMatchObject({
      code,
      message,
    });
  });

  it('logs in with an API key of Elasticsearch', async () => {
    await using search = await startFakeOpenSearch({ 'flog-a': [] });
    await source(search.url, { ...KOLLA, api_key_env: 'SEARCH_SECRET' }).read(logQuery([NODE]));
    expect(search.asked[0]?.headers).toMatchObject({
      authorization: 'ApiKey s3cr3t',
      'content-type': 'application/json',
    });
  });

  it('passes over what has no text or no time', async () => {
    const hits = [
      { _source: { Payload: NODE } },
      { sort: [FROM.getTime()] },
      { _source: { Payload: `x ${NODE}`, '@timestamp': time(5) } },
    ];
    const body = { timed_out: false, _shards: { total: 1, failed: 0 }, hits: { hits } };
    await using search = await startFakeOpenSearch(
      {},
      { answer: (response) => Boolean(response.end(JSON.stringify(body))) },
    );
    expect(await source(search.url).read(logQuery([NODE]))).toEqual([
      { source: 'log', host: '', lines: [`2026-11-22 18:00:00.005 x ${NODE}`] },
    ]);
  });

  it('complains about a variable that is not set before anybody asks', () => {
    expect(() => source('http://127.0.0.1:9200', { ...KOLLA, token_env: 'NOT_SET' })).toThrow(
      'The configuration of logs from OpenSearch cannot be used: the variable NOT_SET (token_env) is not set',
    );
  });
});

describe('the search', () => {
  const { fields } = configured('http://127.0.0.1:9200', {});

  it('holds words as values only, whatever they are', () => {
    const shape = (words: readonly string[]) =>
      JSON.stringify(
        JSON.parse(JSON.stringify(searchOf({ fields, words, from: 0, before: 1, size: 1, timeoutMs: 1 }))),
        (_, value: unknown) =>
          typeof value === 'string' && words.some((word) => word === value || word.slice(4) === value)
            ? 'WORD'
            : value,
      );
    const wild = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^["'\\{}[\],:]{1,9}$/),
    );
    fc.assert(
      fc.property(wild, (text) => {
        expect(shape([`zz${text}`])).toBe(shape(['zzz']));
      }),
    );
  });
});
