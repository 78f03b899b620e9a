import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../src/sandbox/cloud/server.ts';
import { makeCertificates } from '../../../support/certificates.ts';
import { ask, field, items, login, noon } from './client.ts';

let cloud: SimulatedCloud;
let token: string;
beforeEach(async () => {
  cloud = await startSimulatedCloud({ clock: () => noon });
  token = await login(cloud);
});
afterEach(() => cloud.close());

const nodes = () => ask(cloud, 'ironic', '/v1/nodes', { token, version: '1.82' });

describe('faults', () => {
  it('destroys the sockets of a service that is down, and of no other', async () => {
    cloud.faults.down('ironic');
    await expect(nodes()).rejects.toThrow('fetch failed');
    expect((await ask(cloud, 'glance', '/v2/images', { token })).status).toBe(200);
    cloud.faults.heal();
    expect((await nodes()).status).toBe(200);
  });

  it('leaves requests without an answer while a service hangs', async () => {
    cloud.faults.hang('ironic');
    const hanging = nodes();
    const images = await ask(cloud, 'glance', '/v2/images', { token });
    expect(images.status).toBe(200);
    expect(cloud.requests.some((one) => one.path === '/v1/nodes')).toBe(true);
    cloud.faults.heal();
    await expect(hanging).rejects.toThrow('fetch failed');
  });

  it('can be closed while a request hangs', async () => {
    cloud.faults.hang('keystone');
    const hanging = login(cloud);
    hanging.catch(() => undefined);
    await expect.poll(() => cloud.requests.length).toBeGreaterThan(1);
    await cloud.close();
    await expect(hanging).rejects.toThrow();
    cloud = await startSimulatedCloud({ clock: () => noon, scenarios: [] });
  });

  it('answers with a status of choice, as a proxy or as the service', async () => {
    cloud.faults.status('ironic', 502);
    const proxy = await nodes();
    expect(proxy.status).toBe(502);
    expect(proxy.headers.get('content-type')).toContain('text/html');
    cloud.faults.status('ironic', 500, { error_message: '{}' });
    expect((await nodes()).body).toEqual({ error_message: '{}' });
  });

  it('asks to come back later', async () => {
    cloud.faults.retryAfter('nova', 7);
    const busy = await ask(cloud, 'nova', '/v2.1/servers', { token });
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '7']);
    cloud.faults.retryAfter('nova', 2, 429);
    expect((await ask(cloud, 'nova', '/v2.1/servers', { token })).status).toBe(429);
  });

  it('sends garbage that claims to be JSON', async () => {
    cloud.faults.garbage('placement');
    const answer = await ask(cloud, 'placement', '/resource_providers', { token, version: '1.39' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(() => JSON.parse(answer.text)).toThrow();
  });

  it('breaks off in the middle of a body', async () => {
    cloud.faults.truncate('ironic');
    await expect(nodes()).rejects.toThrow();
  });

  it('refuses connections to a service, and listens on the same port when it is healed', async () => {
    cloud.faults.refuse('ironic');
    await expect(nodes()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    cloud.faults.heal();
    expect((await nodes()).status).toBe(200);
  });

  it('presents another certificate from the next connection on, and then the first one again', async () => {
    const { good, expired, caFile, drop } = makeCertificates();
    await using closing = new AsyncDisposableStack();
    closing.defer(drop);
    const behind = await startSimulatedCloud({ scenarios: [], tls: { ...good, caFile } });
    closing.defer(() => behind.close());
    const ca = readFileSync(caFile);
    const ask = () =>
      new Promise<number | undefined>((resolve, reject) => {
        get(behind.url, { agent: false, ca }, (answer) => resolve(answer.resume().statusCode)).on(
          'error',
          reject,
        );
      });
    expect(behind.env).toMatchObject({ OS_AUTH_URL: behind.url, OS_CACERT: caFile });
    expect(behind.cloudsYaml()).toContain(`cacert: ${caFile}`);
    expect(await ask()).toBe(200);
    behind.faults.certificate(expired);
    await expect(ask()).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' });
    behind.faults.heal();
    expect(await ask()).toBe(200);
  });

  it('sends bodies of any size that are still the right ones', async () => {
    cloud.faults.huge('ironic', 3_000_000);
    const answer = await nodes();
    expect(answer.text.length).toBeGreaterThan(3_000_000);
    expect(items(answer.body, 'nodes').length).toBeGreaterThan(10);
  });

  it('delays the answers of one service, or of all', async () => {
    cloud.faults.delay(3_600_000, 'ironic');
    const late = nodes();
    late.catch(() => undefined);
    expect((await ask(cloud, 'glance', '/v2/images', { token })).status).toBe(200);
    cloud.faults.delay(1);
    cloud.faults.delay(1, 'ironic');
    expect((await nodes()).status).toBe(200);
    await cloud.close();
    await expect(late).rejects.toThrow();
    cloud = await startSimulatedCloud({ clock: () => noon, scenarios: [] });
  });

  it('forgets tokens at once or when their time is over', async () => {
    cloud.faults.expireTokens();
    expect((await nodes()).status).toBe(401);
    cloud.faults.tokenLifetime = 60_000;
    token = await login(cloud);
    expect((await nodes()).status).toBe(200);
    cloud.advance(60_000);
    expect((await nodes()).status).toBe(401);
  });

  it('can leave a service out of the catalogue', async () => {
    cloud.faults.removeFromCatalog('placement');
    const answer = await ask(cloud, 'keystone', '/v3/auth/catalog', { token });
    const types = items(answer.body, 'catalog').map((entry) => field(entry, 'type'));
    expect(types).not.toContain('placement');
    expect(types).toContain('baremetal');
  });
});
