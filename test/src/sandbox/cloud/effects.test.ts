import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../src/sandbox/cloud/server.ts';
import { ask, login, noon } from './client.ts';

let cloud: SimulatedCloud;
let token: string;
beforeEach(async () => {
  cloud = await startSimulatedCloud({ clock: () => noon });
  token = await login(cloud);
});
afterEach(() => cloud.close());

const GLOBAL = 'req-00000000-0000-4000-8000-000000000007';
const path = '/v1/nodes/bm-a01/maintenance';
const set = (headers: Record<string, string> = {}) =>
  ask(cloud, 'ironic', path, { method: 'PUT', token, version: '1.82', body: { reason: 'why' }, headers });
const inMaintenance = () => cloud.state.nodes.find((one) => one.name === 'bm-a01')?.maintenance;

describe('effects', () => {
  it('are what was carried out, with whose token and by which request ids', async () => {
    const answer = await set({ 'X-OpenStack-Request-ID': GLOBAL });
    expect([...cloud.effects]).toEqual([
      {
        service: 'ironic',
        method: 'PUT',
        path,
        body: { reason: 'why' },
        user: 'admin',
        status: 202,
        requestId: answer.headers.get('openstack-request-id'),
        globalRequestId: GLOBAL,
        at: '2026-11-22T12:00:00.000Z',
      },
    ]);
    cloud.effects.clear();
    expect(cloud.effects).toHaveLength(0);
  });

  it('are no reads, no logins and nothing that was refused', async () => {
    await ask(cloud, 'ironic', '/v1/nodes', { token, version: '1.82' });
    await ask(cloud, 'ironic', '/v1/nodes/none/maintenance', { method: 'PUT', token, version: '1.82' });
    await ask(cloud, 'ironic', path, { method: 'PUT', version: '1.82' });
    await login(cloud, 'demo');
    expect([...cloud.effects]).toEqual([]);
  });

  it('have no global request id that is none', async () => {
    await set({ 'X-OpenStack-Request-ID': 'req-7' });
    expect(cloud.effects[0]?.globalRequestId).toBeUndefined();
  });
});

describe('writes that go wrong on the way', () => {
  it('may be lost before or after they were carried out', async () => {
    cloud.faults.writes('ironic', { answer: 'lost', done: false, times: 1 });
    await expect(set()).rejects.toThrow('fetch failed');
    expect([cloud.effects.length, inMaintenance()]).toEqual([0, false]);
    cloud.faults.writes('ironic', { answer: 'lost', done: true, times: 1 });
    await expect(set()).rejects.toThrow('fetch failed');
    expect([cloud.effects.length, inMaintenance()]).toEqual([1, true]);
    expect((await set()).status).toBe(202);
  });

  it('may never be answered although they were carried out, while reads go on', async () => {
    cloud.faults.writes('ironic', { answer: 'never', done: true });
    const hanging = set();
    hanging.catch(() => undefined);
    await expect.poll(inMaintenance).toBe(true);
    expect((await ask(cloud, 'ironic', '/v1/nodes', { token, version: '1.82' })).status).toBe(200);
    cloud.faults.heal();
    await expect(hanging).rejects.toThrow('fetch failed');
    expect(cloud.effects).toHaveLength(1);
  });

  it('may be answered by a proxy, or by the service in its own words', async () => {
    cloud.faults.writes('ironic', { answer: { code: 502 }, done: true });
    expect((await set()).status).toBe(502);
    expect(cloud.effects).toHaveLength(1);
    cloud.faults.writes('ironic', { answer: { code: 503, body: { error_message: '{}' } }, done: false });
    expect((await set()).body).toEqual({ error_message: '{}' });
    expect(cloud.effects).toHaveLength(1);
  });
});
