import { describe, expect, it } from 'vitest';
import {
  type LokiStream,
  queryRange,
  usualLimits,
} from '../../../../../src/sandbox/cloud/loki/query-range.ts';

const conductor = { job: 'openstack', host: 'cond-1', service_name: 'ironic-conductor' };
const streams: readonly LokiStream[] = [
  {
    labels: conductor,
    lines: [
      [1, 'one'],
      [2, 'two'],
      [2_000_001n, 'a nanosecond later'],
      [3, 'three'],
    ],
  },
  { labels: { ...conductor, service_name: 'nova-compute' }, lines: [[2, 'two, elsewhere']] },
];
const ask = (more: Record<string, string>) =>
  queryRange(
    new URLSearchParams({ query: '{job="openstack"} |~ "."', start: '0', end: '9000000', ...more }),
    streams,
    usualLimits,
  );
const lines = (more: Record<string, string>) => {
  const answer = ask(more);
  if ('refused' in answer) throw new Error(answer.refused);
  const { data } = answer.body as { data: { result: { values: [string, string][] }[] } };
  return data.result.flatMap(({ values }) => values.map(([, line]) => line));
};

describe('query_range', () => {
  it('answers newest first, by stream, in nanoseconds, without the end', () => {
    const answer = ask({ end: '3000000' });
    expect('body' in answer && answer.body).toMatchObject({
      status: 'success',
      data: {
        resultType: 'streams',
        result: [
          {
            stream: conductor,
            values: [
              ['2000001', 'a nanosecond later'],
              ['2000000', 'two'],
              ['1000000', 'one'],
            ],
          },
          { stream: { service_name: 'nova-compute' }, values: [['2000000', 'two, elsewhere']] },
        ],
      },
    });
  });

  it('begins at the other end when asked to', () => {
    expect(lines({ direction: 'forward', limit: '1' })).toEqual(['one']);
    expect(lines({ limit: '1' })).toEqual(['three']);
  });

  it('takes what the selector means and the filter keeps', () => {
    expect(lines({ query: '{job=~"open.*", service_name!="ironic-conductor"} |~ "two"' })).toEqual([
      'two, elsewhere',
    ]);
    expect(lines({ query: '{service_name=~"nova"} |~ "two"' })).toEqual([]);
    expect(lines({ query: '{host=`cond-1`, service_name!~"nova-.*"} |~ "^t"' })).toEqual(['three', 'two']);
  });

  it.each([
    [{ limit: '0' }, /^limit must be a positive value/],
    [{ limit: '5001' }, /max entries limit per query exceeded, .*\(5001 > 5000\)/],
    [{ start: '9000000' }, /end timestamp must not be before or equal to start time/],
    [{ end: String(722n * 3_600_000_000_000n) }, /the query time range exceeds the limit/],
    [{ start: 'yesterday' }, /could not parse/],
    [{ query: '{job="openstack"} |~ "a" |~ "b"' }, /parse error/],
    [{ query: '{job="openstack"} |~ "\\q"' }, /parse error/],
    [{ query: '{job="openstack} |~ "a"' }, /parse error/],
    [{ query: '{} |~ "a"' }, /at least one regexp or equality matcher/],
    [{ query: '{job=~".*"} |~ "a"' }, /at least one regexp or equality matcher/],
  ])('refuses %j', (more, words) => {
    expect(ask(more)).toEqual({ refused: expect.stringMatching(words) });
  });
});
