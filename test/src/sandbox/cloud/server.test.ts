import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../src/sandbox/cloud/server.ts';
import { ask, field, items, login, noon } from './client.ts';

let cloud: SimulatedCloud | undefined;
afterEach(async () => {
  await cloud?.close();
  cloud = undefined;
});

async function start(options: Parameters<typeof startSimulatedCloud>[0] = {}): Promise<SimulatedCloud> {
  cloud = await startSimulatedCloud({ clock: () => noon, ...options });
  return cloud;
}

describe('startSimulatedCloud', () => {
  it('listens on loopback only and says where Keystone is', async () => {
    const { url, urls } = await start({ scenarios: [] });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v3$/);
    for (const address of Object.values(urls)) expect(new URL(address).hostname).toBe('127.0.0.1');
  });

  it('tells how many requests each user had under way at once', async () => {
    const made = await start({ scenarios: [] });
    const token = await login(made);
    const look = () => ask(made, 'ironic', '/v1/nodes', { token, version: '1.82' });
    await look();
    await look();
    const user = [...made.most.keys()][0]?.split(' ')[1];
    expect([...made.most]).toEqual([[`ironic ${user}`, 1]]);
    made.faults.delay(50);
    await Promise.all([look(), look(), look()]);
    expect([...made.most]).toEqual([[`ironic ${user}`, 3]]);
  });

  it('writes a clouds.yaml whose cloud demo can log in', async () => {
    const made = await start({ scenarios: [] });
    const { clouds } = parse(made.cloudsYaml());
    expect(Object.keys(clouds)).toEqual([
      'demo',
      'demo-reader',
      'demo-writer',
      'demo-member',
      'demo-appcred',
    ]);
    expect(parse(made.writerYaml ?? '').clouds).toEqual({ 'demo-writer': clouds['demo-writer'] });
    expect(clouds.demo.auth.auth_url).toBe(made.url);
    const { username, password, project_name } = clouds.demo.auth;
    const answer = await ask(made, 'keystone', '/v3/auth/tokens', {
      method: 'POST',
      body: {
        auth: {
          identity: {
            methods: ['password'],
            password: {
              user: { name: username, password, domain: { name: clouds.demo.auth.user_domain_name } },
            },
          },
          scope: { project: { name: project_name, domain: { name: clouds.demo.auth.project_domain_name } } },
        },
      },
    });
    expect(answer.status).toBe(201);
    expect(made.env['OS_AUTH_URL']).toBe(made.url);
    expect(made.env['OS_PASSWORD']).toBe(password);
  });

  it('keeps a log of requests that can be cleared', async () => {
    const made = await start({ scenarios: [] });
    const token = await login(made);
    made.requests.clear();
    await ask(made, 'ironic', '/v1/nodes?fields=uuid', { token, version: '1.82' });
    expect([...made.requests]).toEqual([
      {
        service: 'ironic',
        method: 'GET',
        path: '/v1/nodes',
        query: { fields: 'uuid' },
        version: '1.82',
        at: '2026-11-22T12:00:00.000Z',
      },
    ]);
    expect(made.requests.filter((one) => one.service === 'nova')).toEqual([]);
  });

  it('adds as many healthy nodes as asked for, in pages of at most a thousand', async () => {
    const made = await start({ scenarios: [], fleet: 1003 });
    const token = await login(made);
    const first = await ask(made, 'ironic', '/v1/nodes', { token, version: '1.82' });
    expect(items(first.body, 'nodes')).toHaveLength(1000);
    const next = new URL(String(field(first.body, 'next')));
    const second = await ask(made, 'ironic', next.pathname + next.search, { token, version: '1.82' });
    expect(items(second.body, 'nodes')).toHaveLength(3);
    expect(field(second.body, 'next')).toBeUndefined();
  });

  it('dates everything back from the moment it starts', async () => {
    const made = await start();
    const node = made.state.nodes.find((one) => one.name === 'bm-a04');
    expect(node?.provision_updated_at).toBe('2026-11-22T11:57:00+00:00');
  });

  it('keeps heartbeats fresh as time goes on, except those of the dead', async () => {
    const made = await start();
    made.advance(3_600_000);
    const conductors = Object.fromEntries(made.state.conductors.map((one) => [one.hostname, one.updated_at]));
    expect(conductors['cond-1']).toBe('2026-11-22T13:00:00+00:00');
    expect(conductors['cond-4']).toBe('2026-11-22T11:13:00+00:00');
    const stuck = made.state.nodes.find((one) => one.name === 'bm-b07');
    expect(stuck?.driver_internal_info['agent_last_heartbeat']).toBe('2026-11-22T13:00:00.000000');
  });

  it('lets the deployment that is under way land', async () => {
    const made = await start();
    const node = made.state.nodes.find((one) => one.name === 'bm-a04');
    made.advance(5 * 60_000);
    expect(node?.provision_state).toBe('deploying');
    made.advance(5 * 60_000);
    expect(node?.provision_state).toBe('active');
    expect(made.state.servers.find((one) => one.name === 'web-02')?.status).toBe('ACTIVE');
  });

  it('shows poked state at once', async () => {
    const made = await start();
    const node = made.state.nodes.find((one) => one.name === 'bm-a01');
    if (node) node.last_error = 'poked';
    const answer = await ask(made, 'ironic', '/v1/nodes/bm-a01', {
      token: await login(made),
      version: '1.82',
    });
    expect(field(answer.body, 'last_error')).toBe('poked');
  });

  it('speaks older or newer versions of Ironic when told to', async () => {
    const old = await start({ ironicMaximum: '1.60' });
    const token = await login(old);
    const tooNew = await ask(old, 'ironic', '/v1/nodes/bm-a01', { token, version: '1.82' });
    expect(tooNew.status).toBe(406);
    const latest = await ask(old, 'ironic', '/v1/nodes/bm-a01', { token, version: 'latest' });
    expect(latest.headers.get('x-openstack-ironic-api-version')).toBe('1.60');
    expect(field(latest.body, 'retired')).toBeUndefined();
    await old.close();
    const recent = await start({ ironicMaximum: '1.110' });
    const whole = await ask(recent, 'ironic', '/v1/nodes/bm-a01', {
      token: await login(recent),
      version: 'latest',
    });
    expect(field(whole.body, 'health')).toBeNull();
  });
});
