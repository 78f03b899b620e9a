import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../../src/sandbox/cloud/server.ts';
import { ask, field, items, login, noon } from '../client.ts';

let cloud: SimulatedCloud;
let token: string;
beforeAll(async () => {
  cloud = await startSimulatedCloud({ clock: () => noon, scenarios: [] });
  token = await login(cloud);
});
afterAll(() => cloud.close());

const get = (path: string) => ask(cloud, 'glance', path, { token });

describe('Glance', () => {
  it('has an image that grows enormously when it is unpacked', async () => {
    const { body } = await get('/v2/images?disk_format=qcow2');
    const size = Number(field(body, 'images.0.size'));
    expect(Number(field(body, 'images.0.virtual_size')) / size).toBeGreaterThan(50);
  });

  it('shows free properties beside the fields', async () => {
    const { body } = await get('/v2/images?name=centos-9-partition');
    expect(field(body, 'images.0.img_type')).toBe('partition');
    const kernel = await get(`/v2/images/${String(field(body, 'images.0.kernel_id'))}`);
    expect(field(kernel.body, 'disk_format')).toBe('aki');
  });

  it('pages with relative next links', async () => {
    const { body } = await get('/v2/images?limit=5');
    expect(items(body, 'images')).toHaveLength(5);
    const rest = await get(String(field(body, 'next')));
    expect(items(rest.body, 'images')).toHaveLength(cloud.state.images.length - 5);
  });

  it('answers errors as HTML, also without a token', async () => {
    const missing = await get('/v2/images/x');
    expect(missing.status).toBe(404);
    expect(missing.text).toContain('No image found with ID x');
    const stranger = await ask(cloud, 'glance', '/v2/images');
    expect(stranger.status).toBe(401);
    expect(stranger.headers.get('content-type')).toContain('text/html');
  });
});
