import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../../src/sandbox/cloud/server.ts';
import { type Ask, ask, field, items, login, noon } from '../client.ts';

let cloud: SimulatedCloud;
let token: string;
beforeAll(async () => {
  cloud = await startSimulatedCloud({ clock: () => noon });
  token = await login(cloud);
});
afterAll(() => cloud.close());

const get = (path: string, how: Ask = {}) =>
  ask(cloud, 'placement', path, { token, version: 'latest', ...how });
const uuid = (name: string) => cloud.state.nodes.find((one) => one.name === name)?.uuid ?? '';
const candidates = async (query: string) =>
  items((await get(`/allocation_candidates?${query}`)).body, 'allocation_requests').length;

describe('Placement', () => {
  it('tells its range in the 406 and its version in a header', async () => {
    const answer = await get('/resource_providers', { version: '1.99' });
    expect(answer.status).toBe(406);
    expect(field(answer.body, 'errors.0.max_version')).toBe('1.39');
    const fine = await get('/resource_providers', { version: '1.14' });
    expect(fine.headers.get('openstack-api-version')).toBe('placement 1.14');
  });

  it('does not know newer paths without a version', async () => {
    const { version: _, ...old } = { version: undefined, token };
    const answer = await ask(cloud, 'placement', '/allocation_candidates?resources=VCPU:1', old);
    expect(answer.status).toBe(404);
    expect(
      Object.keys(
        Object(
          field((await ask(cloud, 'placement', '/resource_providers', old)).body, 'resource_providers.0'),
        ),
      ),
    ).toEqual(['uuid', 'name', 'generation', 'links']);
  });

  it('offers free nodes only', async () => {
    expect(await candidates('resources=CUSTOM_BAREMETAL_GENERAL:1')).toBeGreaterThan(0);
    expect(await candidates('resources=CUSTOM_BAREMETAL_GPU:1')).toBe(0);
    expect(await candidates('resources=CUSTOM_BAREMETAL_MEM_A:1')).toBe(0);
    expect(await candidates('resources=CUSTOM_BAREMETAL_MEM_B:1')).toBe(0);
    expect(await candidates('resources=CUSTOM_BAREMETAL_MEM_C:1')).toBe(0);
  });

  it('judges required, forbidden and alternative traits', async () => {
    const general = 'resources=CUSTOM_BAREMETAL_GENERAL:1';
    const all = await candidates(general);
    expect(await candidates(`${general}&required=CUSTOM_NVME`)).toBe(1);
    expect(await candidates(`${general}&required=!CUSTOM_NVME`)).toBe(all - 1);
    expect(await candidates(`${general}&required=in:CUSTOM_NVME,CUSTOM_SSD`)).toBe(1);
    expect(await candidates('resources=CUSTOM_BAREMETAL_STORAGE:1')).toBe(1);
    expect(await candidates('resources=CUSTOM_BAREMETAL_STORAGE:1&required=!COMPUTE_STATUS_DISABLED')).toBe(
      0,
    );
  });

  it('calls what nobody ever had a bad request', async () => {
    const noClass = await get('/allocation_candidates?resources=CUSTOM_BAREMETAL_XLARGE:1');
    expect(noClass.status).toBe(400);
    expect(String(field(noClass.body, 'errors.0.detail'))).toContain(
      'No such resource class CUSTOM_BAREMETAL_XLARGE.',
    );
    const noTrait = await get('/allocation_candidates?resources=VCPU:1&required=CUSTOM_NEVER');
    expect(String(field(noTrait.body, 'errors.0.detail'))).toContain('No such trait(s): CUSTOM_NEVER.');
    expect((await get('/allocation_candidates')).status).toBe(400);
    expect((await get('/allocation_candidates?resources=bad')).status).toBe(400);
  });

  it('reserves nodes in maintenance and in use alike; the allocation tells them apart', async () => {
    for (const [name, held] of [
      ['bm-a18', 0],
      ['bm-a02', 1],
    ] as const) {
      const inventory = await get(`/resource_providers/${uuid(name)}/inventories`);
      expect(field(inventory.body, 'inventories.CUSTOM_BAREMETAL_GENERAL.reserved')).toBe(1);
      const allocations = await get(`/resource_providers/${uuid(name)}/allocations`);
      expect(Object.keys(Object(field(allocations.body, 'allocations')))).toHaveLength(held);
    }
  });

  it('has no provider for a node that it never was told of, and an empty one without a class', async () => {
    expect((await get(`/resource_providers/${uuid('bm-m01')}`)).status).toBe(404);
    const empty = await get(`/resource_providers/${uuid('bm-a19')}/inventories`);
    expect(field(empty.body, 'inventories')).toEqual({});
  });

  it('frees a left-over allocation on request', async () => {
    const before = await get(`/resource_providers/${uuid('bm-m03')}/allocations`);
    const [consumer = ''] = Object.keys(Object(field(before.body, 'allocations')));
    expect((await get(`/allocations/${consumer}`)).status).toBe(200);
    const reader = await login(cloud, 'oncall-reader');
    expect((await get(`/allocations/${consumer}`, { method: 'DELETE', token: reader })).status).toBe(403);
    expect((await get(`/allocations/${consumer}`, { method: 'DELETE' })).status).toBe(204);
    expect(await candidates('resources=CUSTOM_BAREMETAL_MEM_C:1')).toBe(1);
    expect((await get(`/allocations/${consumer}`)).body).toEqual({ allocations: {} });
  });

  it('forbids everything to a plain member', async () => {
    const answer = await get('/resource_providers', { token: await login(cloud, 'demo') });
    expect(answer.status).toBe(403);
    expect(String(field(answer.body, 'errors.0.detail'))).toContain(
      'Policy does not allow placement:resource_providers:list to be performed.',
    );
  });

  it('refuses query parameters that it does not know', async () => {
    expect((await get('/resource_providers?foo=bar')).status).toBe(400);
  });
});
