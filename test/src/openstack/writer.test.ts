import { describe, expect, it } from 'vitest';
import type { CloudConfig } from '../../../src/openstack/config.ts';
import type { RequestRecord } from '../../../src/openstack/wire.ts';
import { createWriter, type WriteCall, type WriteOptions } from '../../../src/openstack/writer.ts';
import { recorded } from '../../support/facts.ts';
import { ironicVersions, PLACES, service, useHttpMocks } from '../../support/http.ts';
import { login, PASSWORD, passwordConfig, testClock } from './setup.ts';

useHttpMocks();

const { keystone: _, ...addresses } = PLACES;
const bare = { auth: { auth_type: 'none' }, endpoint_override: addresses } as const;
const PATH = '/v1/nodes/n1/states/provision';
const abort: WriteCall = { service: 'ironic', method: 'PUT', path: PATH, body: { target: 'abort' } };
const GLOBAL = 'req-00000000-0000-4000-8000-000000000007';

function setUp(config: Partial<CloudConfig> = bare) {
  const requests: RequestRecord[] = [];
  const deps = { clock: testClock(), onRequest: (one: RequestRecord) => requests.push(one) };
  const writer = createWriter({ ...passwordConfig, ...config }, deps);
  const send = (call: WriteCall, options: WriteOptions = {}) =>
    writer.send(call, { globalRequestId: GLOBAL, ...options });
  return { writer, send, requests, lines: () => requests.map(({ method, path }) => `${method} ${path}`) };
}

const range = (maximum?: string) =>
  service(PLACES.ironic).get('/v1').reply(200, {}, ironicVersions(maximum, maximum));
const put = () => service(PLACES.ironic).put(PATH, { target: 'abort' });
const fault = (text: string) => ({ error_message: JSON.stringify({ faultstring: text }) });

describe('a write', () => {
  it('is pinned to the newest version that both sides know, and told by both request ids', async () => {
    range();
    service(PLACES.ironic, {
      reqheaders: { 'X-OpenStack-Ironic-API-Version': '1.82', 'X-OpenStack-Request-ID': GLOBAL },
    })
      .put(PATH, { target: 'abort' })
      .reply(202, '', ironicVersions());
    expect(await setUp().send(abort)).toEqual({
      outcome: 'accepted',
      code: undefined,
      status: 202,
      request_id: 'req-ironic',
      global_request_id: GLOBAL,
      at: '2026-11-22T17:35:00.000Z',
      words: '',
      locked_by: undefined,
    });
  });

  it('learns the range once, and makes up a global request id of the form that services take', async () => {
    range();
    put().twice().reply(202, '', ironicVersions());
    const { writer, lines } = setUp();
    expect((await writer.send(abort)).global_request_id).toMatch(
      /^req-[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}$/,
    );
    await writer.send(abort);
    expect(lines()).toEqual(['GET /v1', `PUT ${PATH}`, `PUT ${PATH}`]);
  });

  it.each([
    ['nova', '/flavors?limit=1', 'compute 2.93', '/os-services/1'],
    ['placement', '/', 'placement 1.39', '/allocations/1'],
  ] as const)('learns the range of %s by a harmless read, too', async (name, probe, version, path) => {
    service(PLACES[name])
      .get((name === 'nova' ? '/v2.1' : '') + probe)
      .matchHeader('openstack-api-version', / latest$/)
      .reply(200, {}, { 'OpenStack-API-Version': version });
    service(PLACES[name])
      .delete((name === 'nova' ? '/v2.1' : '') + path)
      .matchHeader('openstack-api-version', version)
      .reply(204, '', { 'x-compute-request-id': 'req-one' });
    expect(await setUp().send({ service: name, method: 'DELETE', path })).toMatchObject({
      outcome: 'accepted',
      request_id: 'req-one',
    });
  });

  it('needs no version where a service has none', async () => {
    service(PLACES.neutron).delete('/v2.0/ports/p1').reply(204, '', { 'X-Openstack-Request-Id': 'req-two' });
    const call = { service: 'neutron', method: 'DELETE', path: '/ports/p1' } as const;
    expect(await setUp().send(call)).toMatchObject({ outcome: 'accepted', request_id: 'req-two' });
  });

  it('is not sent where this cloud is too old for it', async () => {
    range('1.72');
    const { send, lines } = setUp();
    expect(await send({ ...abort, needs: '1.85' })).toMatchObject({
      outcome: 'refused',
      code: 'version-too-old',
      words: 'this needs Ironic API 1.85, this cloud has 1.72',
    });
    expect(lines()).toEqual(['GET /v1']);
  });

  it.each([
    [503, 'server-error'],
    [200, 'bad-answer'],
  ])('is not sent where the range cannot be learnt (HTTP %d)', async (status, code) => {
    service(PLACES.ironic)
      .get('/v1')
      .times(status === 503 ? 3 : 1)
      .reply(status, '');
    const { send, lines } = setUp();
    expect(await send(abort)).toMatchObject({ outcome: 'refused', code });
    expect(new Set(lines())).toEqual(new Set(['GET /v1']));
  });

  it.each([
    '/v1/nodes/../drivers',
    '/v1/nodes//x',
    '/v1/nodes/a b',
    'v1/nodes',
    '/v1/nodes/n#x',
    '//other/x',
  ])('goes nowhere else than it says: %s', async (path) => {
    const { send, requests } = setUp();
    expect(await send({ ...abort, path })).toMatchObject({ outcome: 'refused', code: 'config' });
    expect(requests).toEqual([]);
  });
});

describe('a service that says no', () => {
  it('is quoted', async () => {
    range();
    put().reply(400, recorded('ironic/error-invalid-transition') as object, ironicVersions());
    const result = await setUp().send(abort);
    expect(result).toMatchObject({
      outcome: 'refused',
      code: 'refused',
      status: 400,
      request_id: 'req-ironic',
    });
    expect(result.words).toMatch(/^Ironic refused it \(HTTP 400\): The requested action /);
  });

  it('names who holds the node', async () => {
    range();
    put().reply(409, recorded('ironic/error-node-locked') as object, ironicVersions());
    expect(await setUp().send(abort)).toMatchObject({
      outcome: 'refused',
      code: 'node-locked',
      locked_by: 'conductor-1',
    });
  });

  it('is believed where a limit or the lack of workers kept it from beginning, though it says 500 or 503', async () => {
    range();
    put().reply(500, recorded('ironic/error-concurrent-action-limit') as object, ironicVersions());
    put().reply(503, fault('Requested action cannot be performed due to lack of free conductor workers.'));
    put().reply(503, 'The Keystone service is temporarily unavailable.');
    const { send } = setUp();
    expect(await send(abort)).toMatchObject({ outcome: 'refused', code: 'action-limit', status: 500 });
    expect(await send(abort)).toMatchObject({ outcome: 'refused', code: 'no-free-worker', status: 503 });
    expect(await send(abort)).toMatchObject({ outcome: 'refused', code: 'server-error', status: 503 });
  });

  it('learns the range anew where it refuses the version', async () => {
    range();
    const words = `{"description": "The supported version range is: [1.1, 1.72]."}`;
    put().reply(406, { error_message: words }, ironicVersions('', '1.72'));
    service(PLACES.ironic, { reqheaders: { 'X-OpenStack-Ironic-API-Version': '1.72' } })
      .put(PATH)
      .reply(202, '', ironicVersions('1.72', '1.72'));
    const { send } = setUp();
    expect(await send(abort)).toMatchObject({ outcome: 'refused', status: 406 });
    expect(await send(abort)).toMatchObject({ outcome: 'accepted' });
  });

  it('does not get a secret into the words', async () => {
    login();
    service(PLACES.ironic).get('/v1').reply(200, {}, ironicVersions());
    put().reply(400, fault(`unexpected ${PASSWORD} and password=hunter22 in the body`));
    const { words } = await setUp({ endpoint_override: addresses }).send(abort);
    expect(words).toContain('unexpected ***');
    expect(words).not.toContain('hunter22');
  });
});

describe('an answer that does not tell', () => {
  it.each([
    [500, fault('Timed out waiting for a reply to message ID 7'), 'server-error'],
    [502, '<html><body>Bad Gateway</body></html>', 'server-error'],
    [504, '', 'server-error'],
    [302, '', 'bad-answer'],
    [200, '<html>please log in</html>', 'bad-answer'],
  ])('leaves it unsure and is not asked twice (HTTP %d)', async (status, body, code) => {
    range();
    put().reply(status, body, ironicVersions());
    const { send, lines } = setUp();
    expect(await send(abort)).toMatchObject({ outcome: 'unsure', status, code, request_id: 'req-ironic' });
    expect(lines()).toEqual(['GET /v1', `PUT ${PATH}`]);
  });
});

describe('a revoked token', () => {
  it('is replaced and the call sent again, since who is not let in did nothing', async () => {
    login('old');
    range();
    put().matchHeader('x-auth-token', 'old').reply(401, 'Authentication required');
    login('new');
    put().matchHeader('x-auth-token', 'new').reply(202, '', ironicVersions());
    const { send } = setUp({ endpoint_override: addresses });
    expect(await send(abort)).toMatchObject({ outcome: 'accepted' });
  });

  it('leaves nothing done where the new login fails', async () => {
    login('old');
    range();
    put().reply(401, 'Authentication required');
    service(PLACES.keystone).post('/v3/auth/tokens').reply(401, {});
    const { send } = setUp({ endpoint_override: addresses });
    expect(await send(abort)).toMatchObject({ outcome: 'refused', code: 'unauthorized' });
  });

  it('is not replaced a second time', async () => {
    login('old');
    range();
    put().twice().reply(401, 'Authentication required');
    login('new');
    const { send } = setUp({ endpoint_override: addresses });
    expect(await send(abort)).toMatchObject({ outcome: 'refused', code: 'unauthorized', status: 401 });
  });
});
