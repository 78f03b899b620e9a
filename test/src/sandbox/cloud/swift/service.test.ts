import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../../src/sandbox/cloud/server.ts';
import { leaveRamdiskLog } from '../../../../../src/sandbox/cloud/swift/containers.ts';
import { ask, field, items, login, noon } from '../client.ts';

let cloud: SimulatedCloud;
let token: string;
let path: string;
let file: string;
beforeAll(async () => {
  cloud = await startSimulatedCloud({ clock: () => noon, objectStore: true });
  token = await login(cloud);
  const node = cloud.state.nodes.find(({ name }) => name === 'bm-a13');
  if (!node) throw new Error('no bm-a13');
  leaveRamdiskLog(cloud.state, node, {
    at: noon.getTime(),
    label: 'cleaning',
    files: { journal: 'hello\n' },
  });
  path = `${new URL(cloud.urls.swift).pathname}/${cloud.logsContainer}`;
  file = `${node.uuid}_bm-a13_cleaning_2026-11-22-12-00-00.tar.gz`;
});
afterAll(() => cloud.close());

const get = (rest: string, who = token) => ask(cloud, 'swift', `${path}${rest}`, { token: who });

describe('Swift', () => {
  it('lists a container by prefix and marker', async () => {
    const { body } = await get(`?format=json&prefix=${file.slice(0, 37)}`);
    expect(field(body, '0.name')).toBe(file);
    expect((await get(`?format=json&prefix=${file.slice(0, 37)}&marker=${file}`)).text).toBe('[]');
    expect((await get('?prefix=nothing')).status).toBe(204);
    expect((await get('?limit=10001')).status).toBe(412);
  });

  it('gives an object as bytes', async () => {
    const answer = await get(`/${file}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  });

  it('refuses as Swift does', async () => {
    expect((await get('/nothing')).status).toBe(404);
    expect((await ask(cloud, 'swift', path)).status).toBe(401);
    expect((await get('', await login(cloud, 'demo'))).status).toBe(403);
    expect((await get('', await login(cloud, 'oncall-reader'))).status).toBe(403);
  });

  it('is in the catalogue only when asked for', async () => {
    const types = async (one: SimulatedCloud) =>
      items(
        (await ask(one, 'keystone', '/v3/auth/catalog', { token: await login(one) })).body,
        'catalog',
      ).map((entry) => field(entry, 'type'));
    expect(await types(cloud)).toContain('object-store');
    const plain = await startSimulatedCloud({ clock: () => noon, scenarios: [] });
    expect(await types(plain)).not.toContain('object-store');
    expect(plain.logsContainer).toBeUndefined();
    await plain.close();
  });
});
