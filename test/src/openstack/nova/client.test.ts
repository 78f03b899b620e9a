import { describe, expect, it } from 'vitest';
import { recorded } from '../../../support/facts.ts';
import { PLACES, service, useHttpMocks } from '../../../support/http.ts';
import { setUpBare } from '../setup.ts';

useHttpMocks();

const { cloud } = setUpBare();
const { nova } = cloud;
const VERSION = { 'OpenStack-API-Version': 'compute 2.93', 'X-Openstack-Request-Id': 'req-nova' };
const answers = (path: string, fixture: string, status = 200) =>
  service(PLACES.nova)
    .get(`/v2.1${path}`)
    .reply(status, recorded(fixture) as object, VERSION);
const MISSING = { itemNotFound: { code: 404, message: 'Instance nope could not be found.' } };

describe('a server', () => {
  it('comes with its fault and what it remembers of its flavor', async () => {
    answers('/servers/s1', 'nova/server-trait');
    expect(await nova.getServer('s1')).toMatchObject({
      name: 'lab-srv-trait',
      status: 'ERROR',
      fault: { code: 500, message: 'No valid host was found. ' },
      flavor: { original_name: 'bm.trait', extra_specs: { 'trait:CUSTOM_LAB_GPU': 'required' } },
      'OS-EXT-SRV-ATTR:hypervisor_hostname': null,
    });
  });

  it('of the oldest API version has a flavor by id only', async () => {
    answers('/servers/s1', 'nova/server-no-class-at-2.1');
    expect(await nova.getServer('s1')).toMatchObject({ flavor: { id: expect.any(String) } });
  });

  it('is null when there is none', async () => {
    service(PLACES.nova).get('/v2.1/servers/nope').reply(404, MISSING, VERSION);
    expect(await nova.getServer('nope')).toBeNull();
  });

  it('is found by its exact name, whatever the name holds', async () => {
    service(PLACES.nova)
      .get('/v2.1/servers/detail')
      .query({ name: '^lab-srv\\.a\\(1\\)$', all_tenants: '1' })
      .reply(
        200,
        {
          servers: [
            { id: 'a', name: 'lab-srv.a(1)', status: 'ACTIVE' },
            { id: 'b', name: 'LAB-SRV.A(1)', status: 'ACTIVE' },
          ],
        },
        VERSION,
      );
    expect((await nova.findServersByName('lab-srv.a(1)')).map((server) => server.id)).toEqual(['a']);
  });

  it('has actions, and each its events', async () => {
    answers('/servers/s1/os-instance-actions', 'nova/server-actions');
    const actions = await nova.instanceActions('s1');
    expect(actions).toMatchObject([{ action: 'create', request_id: expect.stringMatching(/^req-/) }]);
    const events = [
      {
        event: 'conductor_schedule_and_build_instances',
        result: 'Error',
        traceback: 'Traceback',
        finish_time: null,
      },
    ];
    service(PLACES.nova)
      .get('/v2.1/servers/s1/os-instance-actions/req-1')
      .reply(200, { instanceAction: { action: 'create', request_id: 'req-1', events } }, VERSION);
    expect((await nova.instanceAction('s1', 'req-1'))?.events).toMatchObject([{ result: 'Error' }]);
  });
});

describe('servers', () => {
  it('come with every page, up to the cap', async () => {
    const next = `${PLACES.nova}/v2.1/servers/detail?all_tenants=1&marker=m1`;
    service(PLACES.nova)
      .get('/v2.1/servers/detail?all_tenants=1')
      .reply(
        200,
        { ...(recorded('nova/servers') as object), servers_links: [{ rel: 'next', href: next }] },
        VERSION,
      );
    service(PLACES.nova)
      .get('/v2.1/servers/detail?all_tenants=1&marker=m1')
      .reply(200, { servers: [{ id: 'z', status: 'BUILD' }] }, VERSION);
    expect(await nova.servers({ all_tenants: true })).toHaveLength(3);
    answers('/servers/detail', 'nova/servers');
    expect(await nova.servers({ cap: 1 })).toHaveLength(1);
  });
});

describe('flavors', () => {
  it('carry their extra specs', async () => {
    answers('/flavors/bm.trait', 'nova/flavor-trait');
    expect((await nova.getFlavor('bm.trait'))?.extra_specs).toMatchObject({
      'resources:CUSTOM_LAB_HEALTHY': '1',
    });
  });

  it('of an older release get them with a second read', async () => {
    service(PLACES.nova)
      .get('/v2.1/flavors/1')
      .reply(200, { flavor: { id: '1', name: 'bm' } }, VERSION);
    service(PLACES.nova)
      .get('/v2.1/flavors/1/os-extra_specs')
      .reply(200, { extra_specs: { 'resources:VCPU': '0' } }, VERSION);
    expect((await nova.getFlavor('1'))?.extra_specs).toEqual({ 'resources:VCPU': '0' });
  });

  it('are listed with the private ones', async () => {
    const { flavor } = recorded('nova/flavor-trait') as { flavor: object };
    service(PLACES.nova)
      .get('/v2.1/flavors/detail?is_public=None')
      .reply(200, { flavors: [flavor] }, VERSION);
    expect(await nova.flavors()).toMatchObject([{ name: 'bm.trait', 'os-flavor-access:is_public': true }]);
  });
});

describe('the service', () => {
  it('tells which nova-compute is disabled and why', async () => {
    answers('/os-services?binary=nova-compute', 'nova/services-disabled');
    const services = await nova.services({ binary: 'nova-compute' });
    expect(services.find((one) => one.status === 'disabled')).toMatchObject({
      host: 'compute-1',
      disabled_reason: expect.any(String),
    });
  });

  it('has one hypervisor per node', async () => {
    answers('/os-hypervisors/detail', 'nova/hypervisors');
    expect(await nova.hypervisors()).toMatchObject([
      { hypervisor_type: 'ironic' },
      { service: { host: 'compute-1' } },
    ]);
  });

  it('has none for a node that it does not know yet', async () => {
    service(PLACES.nova)
      .get('/v2.1/os-hypervisors/detail?hypervisor_hostname_pattern=n1')
      .reply(
        404,
        { itemNotFound: { code: 404, message: "No hypervisor matching 'n1' could be found." } },
        VERSION,
      );
    expect(await nova.findHypervisors('n1')).toEqual([]);
  });

  it('words its refusals under a key of their own', async () => {
    service(PLACES.nova)
      .get('/v2.1/os-services')
      .reply(
        403,
        {
          forbidden: {
            code: 403,
            message: "Policy doesn't allow os_compute_api:os-services:list to be performed.",
          },
        },
        VERSION,
      );
    await expect(nova.services()).rejects.toMatchObject({
      code: 'forbidden',
      requestId: 'req-nova',
      detail: "Policy doesn't allow os_compute_api:os-services:list to be performed.",
    });
  });
});
