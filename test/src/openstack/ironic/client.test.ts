import nock from 'nock';
import { describe, expect, it, vi } from 'vitest';
import { knownFields } from '../../../../src/openstack/ironic/abilities.ts';
import { NodeSchema } from '../../../../src/openstack/ironic/schema.ts';
import { recorded } from '../../../support/facts.ts';
import { ironicVersions, PLACES, service, useHttpMocks } from '../../../support/http.ts';
import { setUpBare } from '../setup.ts';

useHttpMocks();

const { cloud } = setUpBare();
const { ironic } = cloud;
const UUID = '9255d64d-fabd-4a35-868b-fbbeed602348';
const answers = (path: string, fixture: string, status = 200) =>
  service(PLACES.ironic)
    .get(path)
    .reply(status, recorded(fixture) as object, ironicVersions());

describe('a node', () => {
  it('is read with its wire names', async () => {
    answers('/v1/nodes/lab-bmc-dead', 'ironic/node-bmc-dead');
    expect(await ironic.getNode('lab-bmc-dead')).toMatchObject({
      uuid: UUID,
      provision_state: 'available',
      power_state: null,
      maintenance: true,
      fault: 'power failure',
      conductor: 'conductor-1',
      driver_info: { ipmi_address: '127.0.0.1' },
    });
  });

  it('is null when there is none', async () => {
    answers('/v1/nodes/lab-nowhere', 'ironic/error-node-not-found', 404);
    expect(await ironic.getNode('lab-nowhere')).toBeNull();
  });

  it('is null for words that no node can be named', async () => {
    const body = {
      error_message:
        '{"faultcode": "Client", "faultstring": "Expected a logical name or UUID but received a b/c.", "debuginfo": null}',
    };
    service(PLACES.ironic).get('/v1/nodes/a%20b%2Fc').reply(400, body, ironicVersions());
    expect(await ironic.getNode('a b/c')).toBeNull();
  });

  it('cannot be used to reach another resource', async () => {
    service(PLACES.ironic).get('/v1/nodes/%252E%252E').reply(404, {}, ironicVersions());
    expect(await ironic.getNode('..')).toBeNull();
  });

  it('of the oldest API version is available when it has no state', () => {
    const node = NodeSchema.parse(recorded('ironic/node-healthy-at-1.1'));
    expect(node.provision_state).toBe('available');
    expect(node.fault).toBeUndefined();
  });
});

describe('nodes', () => {
  it('come page by page, following the marker and not the link', async () => {
    answers('/v1/nodes?limit=2', 'ironic/nodes-page');
    service(PLACES.ironic)
      .get('/v1/nodes?limit=2&marker=dd27d187-e480-406d-9713-de7625c8b796')
      .reply(200, { nodes: [{ uuid: 'last' }] }, ironicVersions());
    const pages: number[] = [];
    for await (const page of ironic.listNodes({ limit: 2 })) pages.push(page.length);
    expect(pages).toEqual([2, 1]);
  });

  it('of a whole fleet are asked for a page ahead', async () => {
    const page = (query: string, body: object) =>
      service(PLACES.ironic).get(`/v1/nodes/detail?limit=1000${query}`).reply(200, body, ironicVersions());
    page('', { nodes: [{ uuid: 'a' }], next: `${PLACES.ironic}/v1/nodes/detail?limit=1000&marker=a` });
    page('&marker=a', { nodes: [{ uuid: 'b' }] });
    const pages = ironic.fleetPages();
    expect((await pages.next()).value).toMatchObject([{ uuid: 'a' }]);
    await vi.waitFor(() => expect(nock.pendingMocks()).toEqual([]));
    await pages.return();
  });

  it('of a whole fleet are asked for no further after a refusal', async () => {
    const { cloud: fresh, requests } = setUpBare();
    service(PLACES.ironic)
      .get('/v1/nodes/detail?limit=1000')
      .reply(403, { nodes: [], next: `${PLACES.ironic}/v1/nodes/detail?marker=a` }, ironicVersions());
    await expect(fresh.ironic.fleetPages().next()).rejects.toMatchObject({ code: 'forbidden' });
    expect(requests).toHaveLength(1);
  });

  it('are asked for only as far as the cap', async () => {
    answers('/v1/nodes?limit=2', 'ironic/nodes-page');
    const { items, truncated } = await ironic.collectNodes({ limit: 2, cap: 1 });
    expect(items.map((node) => node.name)).toEqual(['lab-healthy']);
    expect(truncated).toBe(true);
  });

  it('are filtered and in detail', async () => {
    service(PLACES.ironic)
      .get('/v1/nodes/detail?provision_state=available&resource_class=gold&maintenance=false')
      .reply(200, { nodes: [] }, ironicVersions());
    const query = { detail: true, provision_state: 'available', resource_class: 'gold', maintenance: false };
    expect(await ironic.collectNodes(query)).toEqual({ items: [], truncated: false });
  });

  it('are asked for without fields that this release does not know', async () => {
    const fresh = setUpBare().cloud.ironic;
    const unknown = { error_message: '{"faultstring": "type object \'Node\' has no attribute \'health\'"}' };
    service(PLACES.ironic)
      .get('/v1/nodes?fields=uuid%2Cprovision_state%2Cname%2Chealth')
      .reply(500, unknown, ironicVersions());
    service(PLACES.ironic)
      .get('/v1/nodes?fields=uuid%2Cprovision_state%2Cname')
      .reply(200, { nodes: [] }, ironicVersions());
    await fresh.collectNodes({ fields: ['name', 'health'] });
  });

  it('of a plain member are none, without an error', async () => {
    answers('/v1/nodes', 'ironic/nodes-as-plain-member');
    expect((await ironic.collectNodes()).items).toEqual([]);
  });

  it('keep every field of a release that is not known yet', () => {
    expect(knownFields(['name', 'fault', 'health'], () => undefined)).toEqual(['name', 'fault', 'health']);
  });
});

describe('validation', () => {
  it('tells each interface apart', async () => {
    answers('/v1/nodes/n1/validate', 'ironic/validate-invalid');
    const validation = await ironic.validate('n1');
    if (validation.kind !== 'result') throw new Error('a result was expected');
    expect(validation.interfaces['power']).toEqual({ result: true });
    expect(validation.interfaces['boot']).toMatchObject({
      result: false,
      reason: expect.stringContaining('deploy_kernel'),
    });
  });

  it.each([
    [400, 'ironic/validate-interface-gone', 'Could not find the following interface'],
    [404, 'ironic/validate-no-conductor', 'No conductor service registered'],
  ])('is evidence when refused with %d', async (status, fixture, words) => {
    answers('/v1/nodes/n1/validate', fixture, status);
    const validation = await ironic.validate('n1');
    expect(validation).toMatchObject({ kind: 'refused', status, message: expect.stringContaining(words) });
  });

  it('is no evidence when Ironic itself fails', async () => {
    service(PLACES.ironic).get('/v1/nodes/n1/validate').reply(500, {}, ironicVersions());
    await expect(ironic.validate('n1')).rejects.toMatchObject({ code: 'server-error' });
  });
});

describe('what belongs to a node', () => {
  it('its ports, by node and by MAC, over several pages', async () => {
    answers(`/v1/ports/detail?node=${UUID}`, 'ironic/ports');
    const marker = 'f783acca-c3a8-4dc8-847e-c20995902393';
    service(PLACES.ironic)
      .get(`/v1/ports/detail?node=${UUID}&marker=${marker}`)
      .reply(200, { ports: [] }, ironicVersions());
    expect(await ironic.ports({ node: UUID })).toHaveLength(2);
    service(PLACES.ironic)
      .get('/v1/ports/detail?address=52%3A54%3A00%3A1a%3Ab0%3A02')
      .reply(200, { ports: [] }, ironicVersions());
    expect(await ironic.ports({ address: '52:54:00:1a:b0:02' })).toEqual([]);
  });

  it('its history, with the whole event', async () => {
    answers('/v1/nodes/n1/history?detail=true', 'ironic/history-clean-failed');
    expect(await ironic.history('n1')).toMatchObject([
      { event_type: 'cleaning', conductor: 'conductor-1', severity: 'ERROR' },
    ]);
  });

  it('its portgroups, volume targets, allocations and traits', async () => {
    const empty = (path: string, body: object) =>
      service(PLACES.ironic).get(path).reply(200, body, ironicVersions());
    empty('/v1/portgroups/detail?node=n1', { portgroups: [{ uuid: 'pg', mode: '802.3ad' }] });
    empty('/v1/volume/targets?node=n1&detail=true', {
      targets: [{ uuid: 't', boot_index: 0, volume_id: 'v' }],
    });
    empty('/v1/allocations?node=n1', { allocations: [] });
    empty('/v1/nodes/n1/traits', { traits: ['CUSTOM_GOLD'] });
    expect(await ironic.portgroups('n1')).toMatchObject([{ mode: '802.3ad' }]);
    expect(await ironic.volumeTargets('n1')).toMatchObject([{ boot_index: 0 }]);
    expect(await ironic.allocations({ node: 'n1' })).toEqual([]);
    expect(await ironic.traits('n1')).toEqual(['CUSTOM_GOLD']);
  });

  it('port groups by a MAC, and none of a release that has none', async () => {
    const having = (versions: Record<string, string>) => {
      const fresh = setUpBare().cloud.ironic;
      service(PLACES.ironic).get('/v1').reply(200, {}, versions);
      return fresh;
    };
    const mac = '52:54:00:00:00:01';
    service(PLACES.ironic)
      .get(`/v1/portgroups/detail?address=${encodeURIComponent(mac)}`)
      .reply(200, { portgroups: [{ uuid: 'g1' }] }, ironicVersions());
    expect(await having(ironicVersions()).portgroupsByMac(mac)).toMatchObject([{ uuid: 'g1' }]);
    expect(await having(ironicVersions('1.22', '1.22')).portgroupsByMac(mac)).toEqual([]);
  });

  it('a port by its UUID, or null', async () => {
    service(PLACES.ironic).get('/v1/ports/p1').reply(404, {}, ironicVersions());
    expect(await ironic.getPort('p1')).toBeNull();
  });
});

describe('the service', () => {
  it('lists conductors with their heartbeat', async () => {
    answers('/v1/conductors?detail=true', 'ironic/conductors-one-dead');
    expect(await ironic.conductors()).toMatchObject([
      { hostname: 'conductor-1', alive: true },
      { hostname: 'conductor-2', alive: false, conductor_group: 'rack-b' },
    ]);
  });

  it('lists drivers with the interfaces that are enabled', async () => {
    answers('/v1/drivers?detail=true', 'ironic/drivers-stale-flat');
    const [driver] = await ironic.drivers();
    expect(driver).toMatchObject({ name: 'fake-hardware', enabled_network_interfaces: ['flat', 'noop'] });
  });

  it('gives the reason of a refusal, out of its JSON in JSON', async () => {
    answers('/v1/drivers/ipmi', 'ironic/error-forbidden', 403);
    await expect(ironic.driver('ipmi')).rejects.toMatchObject({
      code: 'forbidden',
      requestId: 'req-ironic',
      detail: 'Access was denied to the following resource: baremetal:driver:get',
    });
  });
});
