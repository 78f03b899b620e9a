import { afterEach, beforeEach, expect, it } from 'vitest';
import { composeReach, type ReachHalf } from '../../src/compose-reach.ts';
import { sourcesAsked } from '../../src/logs/told.ts';
import { requests } from '../../src/openstack/told.ts';
import type { RequestRecord } from '../../src/openstack/wire.ts';

const NOW = '2026-11-22T03:14:00.000Z';
const record = (change: Partial<RequestRecord>): RequestRecord => ({
  cloud: 'lab',
  service: 'nova',
  method: 'GET',
  path: '/v2.1/servers/secret-path',
  status: undefined,
  ms: 15_000,
  serviceTime: undefined,
  requestId: undefined,
  ...change,
});

let half: ReachHalf;
beforeEach(() => {
  half = composeReach({ clock: () => new Date(NOW) });
});
afterEach(() => half.close());

it.each([
  [{ failure: 'timeout' }, 'no answer'],
  [{ failure: 'unreachable' }, 'no answer'],
  [{ failure: 'tls' }, 'certificate not accepted'],
  [{ failure: 'bad-answer' }, 'answers that nobody can read'],
  [{ status: 503 }, 'HTTP 503'],
  [{ status: 401 }, 'credential refused'],
  [{ status: 200 }, null],
  [{ status: 404 }, null],
  [{ status: 403 }, null],
  [{ status: 429 }, null],
] as const)('a request that ends with %o is heard as %s', (change, why) => {
  requests.tell(record(change));
  const since = why === null ? null : NOW;
  expect(half.reach.contacts()).toMatchObject([{ cloud: 'lab', service: 'Nova', since, why }]);
  expect(JSON.stringify(half.reach.contacts())).not.toContain('secret-path');
});

it('a request that nobody waits for any more says nothing of its service', () => {
  requests.tell(record({ failure: 'aborted' }));
  sourcesAsked.tell({ cloud: 'lab', source: 'Loki', failure: 'aborted' });
  expect(half.reach.contacts()).toEqual([]);
});

it('log sources are heard as well, under the name that people give them', () => {
  sourcesAsked.tell({ cloud: 'lab', source: 'Loki', failure: 'timeout' });
  sourcesAsked.tell({ cloud: 'lab', source: 'files', failure: 'refused' });
  sourcesAsked.tell({ cloud: 'prod', source: 'OpenSearch' });
  expect(half.reach.contacts().map(({ service, why }) => [service, why])).toEqual([
    ['Loki', 'no answer'],
    ['files', 'not readable'],
    ['OpenSearch', null],
  ]);
});

it('nothing is heard after the end', () => {
  half.close();
  requests.tell(record({ status: 200 }));
  expect(half.reach.contacts()).toEqual([]);
});
