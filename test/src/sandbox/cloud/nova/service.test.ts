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
  ask(cloud, 'nova', `/v2.1${path}`, { token, version: 'latest', ...how });
const server = (name: string) => cloud.state.servers.find((one) => one.name === name)?.id ?? '';

describe('Nova', () => {
  it('names the agreed version in both headers and the request id in both', async () => {
    const answer = await get('/servers?limit=1', { version: '2.60' });
    expect(answer.headers.get('openstack-api-version')).toBe('compute 2.60');
    expect(answer.headers.get('x-openstack-nova-api-version')).toBe('2.60');
    expect(answer.headers.get('x-openstack-request-id')).toBe(answer.headers.get('x-compute-request-id'));
  });

  it('refuses a version beyond its own as a computeFault', async () => {
    const answer = await get('/servers', { version: '2.999' });
    expect(answer.status).toBe(406);
    expect(field(answer.body, 'computeFault.message')).toBe(
      'Version 2.999 is not supported by the API. Minimum is 2.1 and maximum is 2.93.',
    );
  });

  it('tells the fault of a scheduling failure only when the server itself is asked for', async () => {
    const list = await get('/servers/detail?all_tenants=1&name=train-01');
    expect(field(list.body, 'servers.0.status')).toBe('ERROR');
    expect(field(list.body, 'servers.0.fault')).toBeUndefined();
    const one = await get(`/servers/${server('train-01')}`);
    expect(field(one.body, 'server.fault.message')).toBe('No valid host was found. ');
    const built = await get('/servers/detail?all_tenants=1&name=web-04');
    expect(String(field(built.body, 'servers.0.fault.message'))).toMatch(
      /^Exceeded maximum number of retries\. /,
    );
  });

  it('says more in the fault only where filters removed the hosts', async () => {
    for (const name of ['legacy-01', 'edge-01']) {
      const { body } = await get(`/servers/${server(name)}`);
      expect(field(body, 'server.fault.message')).toBe(
        'No valid host was found. There are not enough hosts available.',
      );
    }
  });

  it('leads through all servers by next links', async () => {
    const seen: unknown[] = [];
    let path = '/servers?all_tenants=1&limit=5';
    while (path !== '') {
      const { body } = await get(path);
      seen.push(...items(body, 'servers').map((one) => field(one, 'name')));
      const next = field(body, 'servers_links.0.href');
      path = typeof next === 'string' ? next.replace(/^http:\/\/[^/]+\/v2\.1/, '') : '';
    }
    expect(new Set(seen)).toEqual(new Set(cloud.state.servers.map((one) => one.name)));
    expect(seen).toHaveLength(cloud.state.servers.length);
  });

  it('answers in its own words to what is not there', async () => {
    expect((await get('/servers/nope')).body).toEqual({
      itemNotFound: { code: 404, message: 'Instance nope could not be found.' },
    });
    expect((await get('/flavors/nope')).status).toBe(404);
    expect((await get('/os-hypervisors/nope')).status).toBe(404);
    expect((await get('/servers?marker=nope')).status).toBe(400);
    expect((await get('/servers?limit=-4')).status).toBe(400);
    expect((await get('/nope')).text).toContain('<h1>404 Not Found</h1>');
  });

  it('shows the flavor inside the server from 2.47 on', async () => {
    const before = await get(`/servers/${server('nvme-01')}`, { version: '2.46' });
    expect(Object.keys(Object(field(before.body, 'server.flavor')))).toEqual(['id', 'links']);
    const from = await get(`/servers/${server('nvme-01')}`, { version: '2.47' });
    expect(field(from.body, 'server.flavor.extra_specs.trait:CUSTOM_NVME')).toBe('required');
  });

  it('shows a disabled, a dead and a working compute service', async () => {
    const { body } = await get('/os-services?binary=nova-compute');
    const found = items(body, 'services').map((one) => [
      field(one, 'host'),
      field(one, 'status'),
      field(one, 'state'),
    ]);
    expect(found).toEqual([
      ['compute-1', 'enabled', 'up'],
      ['compute-2', 'disabled', 'up'],
      ['compute-3', 'enabled', 'down'],
    ]);
  });

  it('has one hypervisor for each node that a nova-compute manages, named by its UUID', async () => {
    const { body } = await get('/os-hypervisors/detail');
    const ids = items(body, 'hypervisors').map((one) => field(one, 'id'));
    expect(ids).toEqual(cloud.state.nodes.map((node) => node.uuid));
    const [lost] = cloud.state.nodes;
    if (lost) lost.hidden.computeHost = null;
    expect((await get(`/os-hypervisors/${lost?.uuid}`)).status).toBe(404);
  });

  it('forbids a plain member what belongs to the system', async () => {
    const member = { token: await login(cloud, 'demo') };
    for (const path of ['/os-services', '/os-hypervisors/detail', '/servers/detail?all_tenants=1']) {
      const answer = await get(path, member);
      expect(answer.status).toBe(403);
      expect(String(field(answer.body, 'forbidden.message'))).toContain(
        "Policy doesn't allow os_compute_api:",
      );
    }
    expect((await get('/servers', member)).body).toEqual({ servers: [] });
    expect((await get(`/servers/${server('web-01')}`, member)).status).toBe(404);
  });

  it('enables a compute service and resets a state for an admin only', async () => {
    const id = cloud.state.computeServices.find((one) => one.host === 'compute-2')?.id;
    const reader = await login(cloud, 'oncall-reader');
    const how = { method: 'PUT', body: { status: 'enabled' } } as const;
    expect((await get(`/os-services/${id}`, { ...how, token: reader })).status).toBe(403);
    expect(field((await get(`/os-services/${id}`, how)).body, 'service.disabled_reason')).toBeNull();
    const reset = { method: 'POST', body: { 'os-resetState': { state: 'active' } } } as const;
    expect((await get(`/servers/${server('web-04')}/action`, reset)).status).toBe(202);
    expect(cloud.state.servers.find((one) => one.name === 'web-04')?.status).toBe('ACTIVE');
  });

  it('refuses query parameters that it does not know', async () => {
    expect((await get('/servers?foo=bar')).status).toBe(400);
  });
});
