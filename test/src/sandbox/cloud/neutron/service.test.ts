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

const get = (path: string, how: Ask = {}) => ask(cloud, 'neutron', path, { token, ...how });

describe('Neutron', () => {
  it('filters ports by any field and shows chosen fields', async () => {
    const id = cloud.state.servers.find((one) => one.name === 'web-01')?.id;
    const { body } = await get(`/v2.0/ports?device_id=${id}&fields=id&fields=device_owner`);
    expect(items(body, 'ports')).toHaveLength(1);
    expect(Object.keys(Object(field(body, 'ports.0')))).toEqual(['id', 'device_owner']);
  });

  it('leads through all ports by links once a limit is asked for', async () => {
    const seen: unknown[] = [];
    let path = '/v2.0/ports?limit=4';
    while (path !== '') {
      const { body } = await get(path);
      seen.push(...items(body, 'ports').map((one) => field(one, 'id')));
      const next = field(body, 'ports_links.0.href');
      path = typeof next === 'string' ? next.replace(/^http:\/\/[^/]+/, '') : '';
    }
    expect(seen).toEqual(cloud.state.neutronPorts.map((port) => port.id));
  });

  it('answers in its own words to what is not there', async () => {
    expect((await get('/v2.0/ports/x')).body).toEqual({
      NeutronError: { type: 'PortNotFound', message: 'Port x could not be found.', detail: '' },
    });
  });

  it('has each VIF that an Ironic port remembers, but for those whose loss is the trouble', async () => {
    const bereft = cloud.state.nodes.filter((one) => /^bm-c1[24]$/.test(one.name)).map((one) => one.uuid);
    const vifs = cloud.state.ports
      .filter((port) => !bereft.includes(port.node_uuid))
      .flatMap((port) => Object.values(port.internal_info));
    expect(vifs.length).toBeGreaterThan(5);
    for (const vif of vifs) expect((await get(`/v2.0/ports/${String(vif)}`)).status).toBe(200);
  });

  it('refuses a MAC address twice on a network until the first port is gone', async () => {
    const node = cloud.state.nodes.find((one) => one.name === 'bm-a21');
    const mac = cloud.state.ports.find((one) => one.node_uuid === node?.uuid)?.address;
    const { body } = await get(`/v2.0/ports?mac_address=${mac}`);
    expect(field(body, 'ports.0.device_id')).toBe('');
    const create = {
      method: 'POST',
      body: { port: { network_id: String(field(body, 'ports.0.network_id')), mac_address: mac ?? '' } },
    };
    const taken = await get('/v2.0/ports', create);
    expect(taken.status).toBe(409);
    expect(field(taken.body, 'NeutronError.type')).toBe('MacAddressInUse');
    expect((await get(`/v2.0/ports/${String(field(body, 'ports.0.id'))}`, { method: 'DELETE' })).status).toBe(
      204,
    );
    expect((await get('/v2.0/ports', create)).status).toBe(201);
  });

  it('shows a plain member none of it and lets it change nothing', async () => {
    const member = await login(cloud, 'demo');
    expect((await get('/v2.0/ports', { token: member })).body).toEqual({ ports: [] });
    const id = cloud.state.neutronPorts[0]?.id;
    expect((await get(`/v2.0/ports/${id}`, { token: member, method: 'DELETE' })).status).toBe(404);
  });

  it('refuses query parameters that it does not know', async () => {
    expect((await get('/v2.0/ports?foo=bar')).status).toBe(400);
  });
});
