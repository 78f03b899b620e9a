import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import { secret } from '../../../src/openstack/secret.ts';
import { recorded } from '../../support/facts.ts';
import { ironicVersions, PLACES, service, useHttpMocks } from '../../support/http.ts';
import { login, PASSWORD, setUp, TOKEN } from './setup.ts';

useHttpMocks();

const NODE = recorded('ironic/node-bmc-dead') as object;
const UNAUTHORIZED = {
  error: { code: 401, title: 'Unauthorized', message: 'The request requires authentication.' },
};
const node = (token: string) => service(PLACES.ironic).matchHeader('X-Auth-Token', token).get('/v1/nodes/n1');

async function failure(work: Promise<unknown>): Promise<ServiceError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ServiceError)) throw new Error('a ServiceError was expected', { cause: error });
  return error;
}

describe('a session', () => {
  it('logs in with the password of the project and keeps the token', async () => {
    const { cloud } = setUp();
    service(PLACES.keystone)
      .post('/v3/auth/tokens', {
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'oncall', domain: { name: 'Default' }, password: PASSWORD } },
          },
          scope: { project: { name: 'admin', domain: { name: 'Default' } } },
        },
      })
      .reply(201, recorded('keystone/token') as object, { 'X-Subject-Token': TOKEN });
    node(TOKEN).times(2).reply(200, NODE, ironicVersions());
    await cloud.ironic.getNode('n1');
    await cloud.ironic.getNode('n1');
  });

  it('logs in once for reads that start together', async () => {
    const { cloud, requests } = setUp();
    login();
    node(TOKEN).times(3).reply(200, NODE, ironicVersions());
    await Promise.all([1, 2, 3].map(() => cloud.ironic.getNode('n1')));
    expect(requests.filter((one) => one.service === 'keystone')).toHaveLength(1);
  });

  it('logs in again shortly before the token ends', async () => {
    const { cloud, clock } = setUp();
    login();
    node(TOKEN).reply(200, NODE, ironicVersions());
    await cloud.ironic.getNode('n1');
    // Issued for an hour; five minutes of it are left unused.
    clock.pass(56 * 60_000);
    login('second-token-value');
    node('second-token-value').reply(200, NODE, ironicVersions());
    await cloud.ironic.getNode('n1');
  });

  it('logs in again once when the token was revoked', async () => {
    const { cloud } = setUp();
    login();
    node(TOKEN).reply(401, UNAUTHORIZED);
    login('second-token-value');
    node('second-token-value').reply(200, NODE, ironicVersions());
    expect(await cloud.ironic.getNode('n1')).toMatchObject({ name: 'lab-bmc-dead' });
  });

  it('gives up when a fresh token is refused as well', async () => {
    const { cloud } = setUp();
    login();
    node(TOKEN).reply(401, UNAUTHORIZED);
    login('second-token-value');
    node('second-token-value').reply(401, UNAUTHORIZED);
    expect(await failure(cloud.ironic.getNode('n1'))).toMatchObject({
      code: 'unauthorized',
      service: 'ironic',
      status: 401,
    });
  });

  it('blames Keystone when the password is wrong', async () => {
    const { cloud } = setUp();
    service(PLACES.keystone).post('/v3/auth/tokens').reply(401, UNAUTHORIZED);
    expect(await failure(cloud.ironic.getNode('n1'))).toMatchObject({
      code: 'unauthorized',
      service: 'keystone',
    });
  });

  it('says that Keystone gave no token', async () => {
    const { cloud } = setUp();
    service(PLACES.keystone).post('/v3/auth/tokens').reply(201, { token: {} });
    expect(await failure(cloud.ironic.getNode('n1'))).toMatchObject({
      code: 'bad-answer',
      service: 'keystone',
    });
  });

  it.each([
    ['the system', { kind: 'system' } as const, { system: { all: true } }],
    ['a domain', { kind: 'domain', name: 'Heat' } as const, { domain: { name: 'Heat' } }],
    ['a project by id', { kind: 'project', id: 'p1' } as const, { project: { id: 'p1' } }],
  ])('asks for a token of %s', async (_, scope, expected) => {
    const auth = {
      auth_type: 'token',
      auth_url: `${PLACES.keystone}/v3`,
      token: secret('given-token'),
      scope,
    } as const;
    const { cloud } = setUp({ auth });
    service(PLACES.keystone)
      .post('/v3/auth/tokens', {
        auth: { identity: { methods: ['token'], token: { id: 'given-token' } }, scope: expected },
      })
      .reply(201, recorded('keystone/token') as object, { 'X-Subject-Token': TOKEN });
    expect(await cloud.has('nova')).toBe(true);
  });

  it('logs in with an application credential, which has its own scope', async () => {
    const auth = {
      auth_type: 'v3applicationcredential',
      auth_url: `${PLACES.keystone}/v3/`,
      application_credential_id: 'ac1',
      application_credential_secret: secret('ac-secret'),
    } as const;
    const { cloud } = setUp({ auth });
    service(PLACES.keystone)
      .post('/v3/auth/tokens', {
        auth: {
          identity: {
            methods: ['application_credential'],
            application_credential: { id: 'ac1', secret: 'ac-secret' },
          },
        },
      })
      .reply(201, recorded('keystone/token') as object, { 'X-Subject-Token': TOKEN });
    expect(await cloud.has('swift')).toBe(false);
  });

  it('talks to a standalone Ironic without any proof, or with basic authentication', async () => {
    const open = setUp({ auth: { auth_type: 'none', endpoint: `${PLACES.ironic}/v1/` } });
    service(PLACES.ironic).get('/v1/nodes/n1').reply(200, NODE, ironicVersions());
    expect(await open.cloud.ironic.getNode('n1')).toMatchObject({ name: 'lab-bmc-dead' });
    expect(await open.cloud.has('nova')).toBe(false);

    const auth = {
      auth_type: 'http_basic',
      endpoint: PLACES.ironic,
      username: 'ironic',
      password: secret('pw'),
    } as const;
    const basic = setUp({ auth });
    service(PLACES.ironic)
      .get('/v1/nodes/n1')
      .basicAuth({ user: 'ironic', pass: 'pw' })
      .reply(200, NODE, ironicVersions());
    expect(await basic.cloud.ironic.getNode('n1')).toMatchObject({ name: 'lab-bmc-dead' });
  });

  it.each([
    [
      { region_name: 'RegionTwo' },
      'Neutron is not in region RegionTwo of cloud prod; the catalogue has RegionOne',
    ],
    [{ endpoint_override: { ironic: 'http://127.0.0.1:1' } }, undefined],
  ])('names what the catalogue has instead: %j', async (config, message) => {
    const { cloud } = setUp(config);
    login();
    if (message === undefined) {
      service('http://127.0.0.1:1')
        .get('/v1/nodes/n1')
        .reply(404, recorded('ironic/error-node-not-found') as object);
      expect(await cloud.ironic.getNode('n1')).toBeNull();
    } else {
      expect(await failure(cloud.neutron.getPort('p'))).toMatchObject({ code: 'not-in-catalog', message });
    }
  });

  it('shows no secret in whatever is printed of it', async () => {
    const { cloud } = setUp();
    login();
    node(TOKEN).reply(500, `boom ${TOKEN} X-Auth-Token: ${TOKEN} password=${PASSWORD}`, ironicVersions());
    const error = await failure(cloud.ironic.getNode('n1'));
    const printed = [cloud, error, error.cause].flatMap((one) => [
      inspect(one, { depth: 20, showHidden: true }),
      JSON.stringify(one),
      String(one),
    ]);
    expect(printed.join('\n')).not.toContain(PASSWORD);
    expect(printed.join('\n')).not.toContain(TOKEN);
  });
});
