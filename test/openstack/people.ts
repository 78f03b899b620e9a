import { randomBytes } from 'node:crypto';

interface Person {
  readonly username: string;
  readonly password: string;
}

/** Users of a test's own, each with one role; gone when they leave. */
export interface People {
  /** `reader` in system scope. */
  readonly reader: Person;
  /** `member` in system scope. */
  readonly writer: Person;
  /** `reader` in the administrator's project. */
  readonly tenant: Person;
  leave(): Promise<void>;
}

/** Made with the credential of an administrator, through Keystone's own API (openstack/keystone api-ref/source/v3). */
export async function people(admin: Readonly<Record<string, unknown>>): Promise<People> {
  const base = `${String(admin['auth_url']).replace(/\/v3\/?$/, '')}/v3`;
  const domain = { name: 'Default' };
  const user = { name: admin['username'], password: admin['password'], domain };
  const identity = { methods: ['password'], password: { user } };
  const scope = { project: { name: admin['project_name'], domain } };
  const login = await fetch(`${base}/auth/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ auth: { identity, scope } }),
  });
  const token = login.headers.get('X-Subject-Token') ?? '';
  const { token: given } = (await login.json()) as {
    readonly token: { readonly project: { readonly id: string } };
  };

  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(base + path, {
      method,
      headers: { 'X-Auth-Token': token, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: HTTP ${answer.status}`);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  const made: string[] = [];
  async function person(role: string, where: string): Promise<Person> {
    const username = `oncall-doctor-${randomBytes(4).toString('hex')}`;
    const password = randomBytes(16).toString('hex');
    const { user: one } = await ask<{ user: { id: string } }>('POST', '/users', {
      user: { name: username, password, domain_id: 'default' },
    });
    made.push(one.id);
    const { roles } = await ask<{ roles: readonly { id: string }[] }>('GET', `/roles?name=${role}`);
    await ask('PUT', `${where}/users/${one.id}/roles/${roles[0]?.id}`);
    return { username, password };
  }

  return {
    reader: await person('reader', '/system'),
    writer: await person('member', '/system'),
    tenant: await person('reader', `/projects/${given.project.id}`),
    async leave() {
      for (const id of made) await ask('DELETE', `/users/${id}`);
    },
  };
}
