import { describe, expect, it } from 'vitest';
import { recorded } from '../../../support/facts.ts';
import { PLACES, service, useHttpMocks } from '../../../support/http.ts';
import { setUpBare } from '../setup.ts';

useHttpMocks();

const { cloud } = setUpBare();
const { placement } = cloud;
const VERSION = { 'openstack-api-version': 'placement 1.39' };
const P = 'd355fe9a-465a-4850-b258-a9c7bcfe1279';
const answers = (path: string, fixture: string, status = 200, headers = {}) =>
  service(PLACES.placement)
    .get(path)
    .reply(status, recorded(fixture) as object, { ...VERSION, ...headers });
const MISSING = { errors: [{ status: 404, title: 'Not Found', detail: 'No resource provider' }] };

describe('a provider', () => {
  it('tells when it was last heard of', async () => {
    answers(`/resource_providers/${P}`, 'placement/provider-healthy', 200, {
      'Last-Modified': 'Sun, 22 Nov 2026 18:18:56 GMT',
    });
    expect(await placement.getProvider(P)).toMatchObject({
      uuid: P,
      generation: 5,
      last_modified: '2026-11-22T18:18:56.000Z',
    });
  });

  it('and all that belongs to it is null when there is none', async () => {
    for (const part of ['', '/inventories', '/allocations', '/traits', '/usages']) {
      service(PLACES.placement).get(`/resource_providers/x${part}`).reply(404, MISSING, VERSION);
    }
    const reads = [
      placement.getProvider,
      placement.inventories,
      placement.allocations,
      placement.traits,
      placement.usages,
    ];
    expect(await Promise.all(reads.map((read) => read('x')))).toEqual([null, null, null, null, null]);
  });

  it('has inventories, allocations, traits and usages', async () => {
    answers(`/resource_providers/${P}/inventories`, 'placement/inventories-maint');
    expect((await placement.inventories(P))?.inventories).toMatchObject({
      CUSTOM_LAB_MAINT: { total: 1, reserved: 1 },
    });
    answers(`/resource_providers/${P}/allocations`, 'placement/allocations-server');
    expect(Object.keys((await placement.allocations(P))?.allocations ?? {})).toHaveLength(1);
    answers(`/resource_providers/${P}/traits`, 'placement/traits-healthy');
    expect((await placement.traits(P))?.traits).toContain('CUSTOM_LAB_NVME');
    service(PLACES.placement)
      .get(`/resource_providers/${P}/usages`)
      .reply(200, { usages: { CUSTOM_X: 1 } }, VERSION);
    expect((await placement.usages(P))?.usages).toEqual({ CUSTOM_X: 1 });
  });
});

describe('a consumer', () => {
  it('has what it took, by provider', async () => {
    const body = { allocations: { [P]: { generation: 7, resources: { CUSTOM_X: 1 } } }, project_id: 'p' };
    service(PLACES.placement).get('/allocations/i1').reply(200, body, VERSION);
    expect((await placement.consumerAllocations('i1')).allocations[P]?.resources).toEqual({ CUSTOM_X: 1 });
  });
});

describe('candidates', () => {
  it('are asked for as Nova asks, without classes of amount zero', async () => {
    service(PLACES.placement)
      .get('/allocation_candidates')
      .query({ resources: 'CUSTOM_LAB_HEALTHY:1', required: 'CUSTOM_A,!CUSTOM_B', limit: '5' })
      .reply(200, recorded('placement/candidates-healthy') as object, VERSION);
    const found = await placement.candidates({
      resources: { CUSTOM_LAB_HEALTHY: 1, VCPU: 0 },
      required: ['CUSTOM_A'],
      forbidden: ['CUSTOM_B'],
      limit: 5,
    });
    expect(found).toMatchObject({ kind: 'candidates', allocation_requests: [{ allocations: { [P]: {} } }] });
  });

  it('are none when the class is known but taken', async () => {
    answers('/allocation_candidates?resources=CUSTOM_LAB_SERVER%3A1', 'placement/candidates-taken');
    expect(await placement.candidates({ resources: { CUSTOM_LAB_SERVER: 1 } })).toMatchObject({
      allocation_requests: [],
    });
  });

  it.each([
    ['placement/candidates-unknown', 'No such resource class'],
    ['placement/candidates-trait', 'No such trait(s): CUSTOM_LAB_GPU'],
  ])('are refused with evidence: %s', async (fixture, words) => {
    answers('/allocation_candidates?resources=CUSTOM_X%3A1', fixture, 400);
    const found = await placement.candidates({ resources: { CUSTOM_X: 1 } });
    expect(found).toMatchObject({ kind: 'refused', status: 400, detail: expect.stringContaining(words) });
  });
});
