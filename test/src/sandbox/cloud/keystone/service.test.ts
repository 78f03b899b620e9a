import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicationCredentials } from '../../../../../src/sandbox/cloud/keystone/identities.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../../src/sandbox/cloud/server.ts';
import type { Json } from '../../../../../src/sandbox/cloud/state.ts';
import { ask, field, items, login, noon, passwordBody, projectScope } from '../client.ts';

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud({ clock: () => noon, scenarios: [] });
});
afterAll(() => cloud.close());

const post = (body: Json) => ask(cloud, 'keystone', '/v3/auth/tokens', { method: 'POST', body });
const roles = (body: Json | undefined) => items(body, 'token.roles').map((role) => field(role, 'name'));

describe('Keystone', () => {
  it('is discovered at its root and at /v3 without a token', async () => {
    const root = await ask(cloud, 'keystone', '/');
    expect(root.status).toBe(300);
    expect(field(root.body, 'versions.values.0.links.0.href')).toBe(`${cloud.url}/`);
    const v3 = await ask(cloud, 'keystone', '/v3');
    expect(field(v3.body, 'version.id')).toBe('v3.14');
  });

  it('gives project, domain and system scope, and none', async () => {
    const scopes: readonly (readonly [Json | undefined, string])[] = [
      [projectScope('admin'), 'project'],
      [{ domain: { id: 'default' } }, 'domain'],
      [{ system: { all: true } }, 'system'],
      [{ unscoped: {} }, 'audit_ids'],
      [undefined, 'audit_ids'],
    ];
    for (const [scope, key] of scopes) {
      const answer = await post(passwordBody('admin', 'sandbox-admin', scope));
      expect(answer.status).toBe(201);
      expect(field(answer.body, `token.${key}`)).toBeDefined();
      const scoped = key !== 'audit_ids';
      expect(field(answer.body, 'token.catalog') !== undefined).toBe(scoped);
      expect(roles(answer.body).length > 0).toBe(scoped);
    }
  });

  it('lists each service under three interfaces in RegionOne', async () => {
    const answer = await post(passwordBody('admin', 'sandbox-admin', projectScope('admin')));
    for (const entry of items(answer.body, 'token.catalog')) {
      const endpoints = items(entry, 'endpoints');
      expect(endpoints.map((one) => field(one, 'interface')).sort()).toEqual(['admin', 'internal', 'public']);
      for (const one of endpoints) expect(field(one, 'region')).toBe('RegionOne');
    }
  });

  it('refuses a wrong password, an unknown user and a project without a role with the same 401', async () => {
    for (const body of [
      passwordBody('admin', 'wrong', projectScope('admin')),
      passwordBody('nobody', 'x', projectScope('admin')),
      passwordBody('demo', 'sandbox-demo', projectScope('admin')),
      passwordBody('demo', 'sandbox-demo', { system: { all: true } }),
    ]) {
      const answer = await post(body);
      expect(answer.status).toBe(401);
      expect(field(answer.body, 'error.message')).toBe('The request you have made requires authentication.');
    }
  });

  it('calls a body without auth malformed', async () => {
    expect((await post({})).status).toBe(400);
  });

  it('takes an application credential, which carries its own scope', async () => {
    const [known] = applicationCredentials;
    const credential = { id: known?.id ?? '', secret: known?.secret ?? '' };
    const identity = { methods: ['application_credential'], application_credential: credential };
    const answer = await post({ auth: { identity } });
    expect(answer.status).toBe(201);
    expect(field(answer.body, 'token.project.name')).toBe('admin');
    const scoped = await post({ auth: { identity, scope: projectScope('demo') } });
    expect(scoped.status).toBe(401);
  });

  it('exchanges a token for another scope without prolonging it', async () => {
    cloud.faults.tokenLifetime = 60_000;
    const first = await login(cloud);
    cloud.faults.heal();
    const answer = await post({
      auth: { identity: { methods: ['token'], token: { id: first } }, scope: { system: { all: true } } },
    });
    expect(answer.status).toBe(201);
    expect(field(answer.body, 'token.expires_at')).toBe('2026-11-22T12:01:00.000000Z');
  });

  it('knows a reader of the whole system and a plain member', async () => {
    const reader = await post(passwordBody('oncall-reader', 'sandbox-reader', { system: { all: true } }));
    expect(roles(reader.body)).toEqual(['reader']);
    const member = await post(passwordBody('demo', 'sandbox-demo', projectScope('demo')));
    expect(roles(member.body)).toEqual(['member', 'reader']);
  });

  it('revokes tokens', async () => {
    const token = await login(cloud);
    const headers = { 'X-Subject-Token': token };
    expect((await ask(cloud, 'keystone', '/v3/auth/tokens', { token, headers })).status).toBe(200);
    await ask(cloud, 'keystone', '/v3/auth/tokens', { method: 'DELETE', token, headers });
    expect((await ask(cloud, 'keystone', '/v3/auth/catalog', { token })).status).toBe(401);
  });
});
