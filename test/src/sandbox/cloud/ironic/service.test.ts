import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../../src/sandbox/cloud/server.ts';
import { type Ask, ask, faultstring, field, items, login, noon } from '../client.ts';

let cloud: SimulatedCloud;
let token: string;
beforeAll(async () => {
  cloud = await startSimulatedCloud({ clock: () => noon });
  token = await login(cloud);
});
afterAll(() => cloud.close());

const get = (path: string, how: Ask = {}) => ask(cloud, 'ironic', path, { token, version: '1.82', ...how });
const names = (body: Parameters<typeof items>[0]) => items(body, 'nodes').map((node) => field(node, 'name'));

describe('Ironic', () => {
  it('names its range in every answer, and the agreed version', async () => {
    const answer = await get('/v1/nodes?limit=1', { version: '1.50' });
    expect(answer.headers.get('x-openstack-ironic-api-minimum-version')).toBe('1.1');
    expect(answer.headers.get('x-openstack-ironic-api-maximum-version')).toBe('1.82');
    expect(answer.headers.get('x-openstack-ironic-api-version')).toBe('1.50');
    expect(answer.headers.get('openstack-request-id')).toMatch(/^req-/);
  });

  it('refuses a version beyond its own with the range in the text and no request id', async () => {
    const answer = await get('/v1/nodes', { version: '1.999' });
    expect(answer.status).toBe(406);
    expect(faultstring(answer)).toContain('The supported version range is: [1.1, 1.82].');
    expect(answer.headers.get('openstack-request-id')).toBeNull();
  });

  it('grows fields with the version', async () => {
    const since = [
      ['name', '1.4', '1.5'],
      ['fault', '1.41', '1.42'],
      ['conductor', '1.48', '1.49'],
      ['traits', '1.36', '1.37'],
      ['shard', '1.81', '1.82'],
    ] as const;
    const uuid = cloud.state.nodes[0]?.uuid;
    for (const [name, before, from] of since) {
      expect(field((await get(`/v1/nodes/${uuid}`, { version: before })).body, name)).toBeUndefined();
      expect(field((await get(`/v1/nodes/${uuid}`, { version: from })).body, name)).toBeDefined();
    }
  });

  it('knows no names, no history and no available state in the oldest version', async () => {
    const { version: _, ...oldest } = { version: undefined, token };
    expect((await ask(cloud, 'ironic', '/v1/nodes/bm-a01', oldest)).status).toBe(404);
    const list = await ask(cloud, 'ironic', '/v1/nodes', oldest);
    const uuid = cloud.state.nodes.find((one) => one.name === 'bm-a01')?.uuid;
    const available = items(list.body, 'nodes').find((one) => field(one, 'uuid') === uuid);
    expect(field(available, 'provision_state')).toBeNull();
    expect((await get('/v1/nodes/bm-a05/history', { version: '1.77' })).status).toBe(404);
  });

  it('needs a valid token, and answers as keystonemiddleware does without one', async () => {
    for (const bad of ['bad', '']) {
      const answer = await get('/v1/nodes', { token: bad });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe(`Keystone uri="${cloud.url}"`);
      expect(field(answer.body, 'error.title')).toBe('Unauthorized');
    }
  });

  it('leads through all nodes by next links, also over a page that is exactly full', async () => {
    const seen: unknown[] = [];
    const [first] = cloud.state.nodes;
    // Two full pages need an even number of nodes, whatever scenarios there are.
    if (first && cloud.state.nodes.length % 2 === 1)
      cloud.state.nodes.push({
        ...first,
        uuid: '00000000-0000-4000-8000-00000000000e',
        name: 'bm-even',
        instance_uuid: null,
      });
    const limit = cloud.state.nodes.length / 2;
    let path = `/v1/nodes?limit=${limit}`;
    const pages: number[] = [];
    while (path !== '') {
      const { body } = await get(path);
      seen.push(...names(body));
      pages.push(items(body, 'nodes').length);
      const next = field(body, 'next');
      path = typeof next === 'string' ? next.replace(/^http:\/\/[^/]+/, '') : '';
    }
    expect(seen).toEqual(cloud.state.nodes.map((node) => node.name));
    expect(pages).toEqual([limit, limit, 0]);
  });

  it('answers 404 to an unknown marker and 400 to a limit that is none', async () => {
    expect((await get('/v1/nodes?marker=00000000-0000-0000-0000-000000000001')).status).toBe(404);
    expect(faultstring(await get('/v1/nodes?limit=-1'))).toBe('Limit must be positive');
    expect(faultstring(await get('/v1/nodes?limit=abc'))).toBe('Expected an integer for limit: abc');
  });

  it('refuses query parameters that it does not know', async () => {
    const answer = await get('/v1/nodes?foo=bar');
    expect(answer.status).toBe(400);
    expect(faultstring(answer)).toBe('Unexpected arguments: foo');
    expect((await get('/v1/ports?address=zz')).status).toBe(400);
  });

  it('has no version headers on a path that does not exist', async () => {
    const answer = await get('/v1/nope');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('x-openstack-ironic-api-version')).toBeNull();
  });

  it('shows chosen fields, refuses conductor in a list with 500 and shows it for one node', async () => {
    const list = await get('/v1/nodes?fields=uuid,fault,last_error&limit=1');
    expect(Object.keys(Object(field(list.body, 'nodes.0')))).toEqual([
      'uuid',
      'fault',
      'last_error',
      'links',
    ]);
    const broken = await get('/v1/nodes?fields=uuid,conductor');
    expect(broken.status).toBe(500);
    expect(faultstring(broken)).toBe("type object 'Node' has no attribute 'conductor'");
    const one = await get('/v1/nodes/bm-a01?fields=uuid,conductor');
    expect(Object.keys(Object(one.body))).toEqual(['uuid', 'links', 'conductor']);
    expect((await get('/v1/nodes?fields=fault', { version: '1.41' })).status).toBe(406);
    expect((await get('/v1/nodes/bm-a01?fields=nope')).status).toBe(400);
  });

  it('filters by what people filter by', async () => {
    const faulted = cloud.state.nodes.filter((one) => one.fault === 'clean failure').map((one) => one.name);
    expect(names((await get('/v1/nodes?fault=clean%20failure')).body)).toEqual(faulted);
    expect(faulted).toContain('bm-a13');
    expect(names((await get('/v1/nodes?resource_class=baremetal-gpu')).body)).toEqual([
      'bm-g01',
      'bm-g02',
      'bm-g03',
    ]);
    const instance = cloud.state.servers.find((one) => one.name === 'web-01')?.id;
    expect(names((await get(`/v1/nodes?instance_uuid=${instance}`)).body)).toEqual(['bm-a02']);
    expect((await get('/v1/nodes?provision_state=nope')).status).toBe(400);
    const maintained = names((await get('/v1/nodes?maintenance=true')).body);
    expect(maintained).toContain('bm-a18');
    expect(maintained).not.toContain('bm-a01');
  });

  it('finds ports by MAC address, by node name and by node UUID', async () => {
    const [port] = cloud.state.ports;
    const node = cloud.state.nodes.find((one) => one.uuid === port?.node_uuid);
    for (const query of [`address=${port?.address}`, `node=${node?.name}`, `node_uuid=${node?.uuid}`]) {
      const { body } = await get(`/v1/ports?${query}`);
      expect(items(body, 'ports').map((one) => field(one, 'uuid'))).toEqual([port?.uuid]);
    }
    const whole = await get(`/v1/nodes/${node?.uuid}/ports?detail=true`);
    expect(field(whole.body, 'ports.0.local_link_connection.switch_info')).toBe('leaf-11');
    expect((await get(`/v1/nodes/${node?.name}/ports`)).status).toBe(404);
  });

  it('lists port groups and volume targets of a node, the secrets of the latter masked', async () => {
    const uuid = cloud.state.nodes.find((one) => one.name === 'bm-a03')?.uuid;
    const groups = await get(`/v1/nodes/${uuid}/portgroups?detail=true`);
    expect(field(groups.body, 'portgroups.0.mode')).toBe('802.3ad');
    const group = String(field(groups.body, 'portgroups.0.uuid'));
    expect(items((await get(`/v1/ports?portgroup=${group}`)).body, 'ports')).toHaveLength(2);
    const mac = String(field(groups.body, 'portgroups.0.address'));
    expect(items((await get(`/v1/portgroups/detail?address=${mac}`)).body, 'portgroups')).toHaveLength(1);
    expect(items((await get('/v1/portgroups?address=00:00:00:00:00:00')).body, 'portgroups')).toEqual([]);
    const targets = await get('/v1/volume/targets?node=bm-a03&detail=true');
    expect(field(targets.body, 'targets.0.properties.auth_password')).toBe('******');
    expect((await get(`/v1/nodes/${uuid}/volume/targets`)).status).toBe(200);
  });

  it('gives an orphan no conductor, and the dead one its nodes', async () => {
    const orphan = await get('/v1/nodes/bm-c01?fields=conductor,reservation');
    expect(field(orphan.body, 'conductor')).toBeNull();
    expect(field(orphan.body, 'reservation')).toBe('cond-4');
    const validate = await get('/v1/nodes/bm-c01/validate');
    expect(validate.status).toBe(404);
    expect(faultstring(validate)).toContain('for conductor group "rack-c"');
  });

  it('masks what Ironic masks and nothing else', async () => {
    const { body, text } = await get('/v1/nodes/bm-a02');
    expect(field(body, 'driver_info.ipmi_password')).toBe('******');
    expect(field(body, 'instance_info.configdrive')).toBe('******');
    expect(field(body, 'instance_info.image_url')).toBe('******');
    expect(text).not.toContain('marked-secret-');
    const stuck = await get('/v1/nodes/bm-b07');
    expect(field(stuck.body, 'driver_internal_info.agent_secret_token')).toBe('******');
    const leaky = await get('/v1/nodes/bm-a15');
    expect(String(field(leaky.body, 'last_error'))).toContain('temp_url_sig=marked-secret-');
  });

  it('shows a plain member no nodes and forbids it what belongs to the system', async () => {
    const member = { token: await login(cloud, 'demo') };
    expect(names((await get('/v1/nodes', member)).body)).toEqual([]);
    expect((await get('/v1/nodes/bm-a01', member)).status).toBe(404);
    for (const path of ['/v1/conductors', '/v1/drivers']) expect((await get(path, member)).status).toBe(403);
  });

  it('lets a system reader read everything but validate or change nothing', async () => {
    const reader = { token: await login(cloud, 'oncall-reader') };
    expect(names((await get('/v1/nodes', reader)).body)).toContain('bm-a01');
    expect((await get('/v1/conductors', reader)).status).toBe(200);
    expect((await get('/v1/nodes/bm-a01/validate', reader)).status).toBe(403);
    const put = await get('/v1/nodes/bm-a01/maintenance', { ...reader, method: 'PUT', body: {} });
    expect(put.status).toBe(403);
    expect(faultstring(put)).toBe(
      'Access was denied to the following resource: baremetal:node:set_maintenance',
    );
  });
});
