import type { IncomingHttpHeaders } from 'node:http';
import { projects, users } from './keystone/identities.ts';
import type { Token } from './keystone/tokens.ts';
import type { Call, Reply } from './reply.ts';

/** Ironic's `[DEFAULT]auth_strategy` without Keystone. */
export type Standalone = 'none' | 'http_basic';

/** Whom `http_basic` knows. The password guards nothing, as those of the other simulated users. */
export const standaloneUser = { name: 'operator', password: 'sandbox-operator' } as const;

/** What stands for a token: everybody is an administrator, if let in at all. */
export function strangerOrOperator(
  mode: Standalone,
  headers: IncomingHttpHeaders,
  now: number,
): Token | undefined {
  const { name, password } = standaloneUser;
  const proof = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  const [admin] = users;
  if (!admin || (mode === 'http_basic' && headers.authorization !== proof)) return undefined;
  return {
    id: '',
    auditId: '',
    methods: [],
    user: admin,
    scope: { kind: 'project', project: projects.admin },
    roles: ['admin', 'member', 'reader'],
    issuedAt: now,
    expiresAt: Number.POSITIVE_INFINITY,
  };
}

/** What Ironic answers to a wrong password or none (openstack/ironic ironic/common/auth_basic.py). */
export function wrongPassword(call: Call): Reply {
  const message = call.headers.authorization ? 'Incorrect username or password' : 'Authorization required';
  return {
    status: 401,
    headers: { 'WWW-Authenticate': 'Basic realm="Baremetal API"' },
    body: { error: { message, code: 401 } },
    bare: true,
  };
}

const proofLines = `      username: ${standaloneUser.name}
      password: ${standaloneUser.password}
`;

/** clouds.yaml with the one cloud `demo`. */
export function standaloneYaml(mode: Standalone, endpoint: string): string {
  return `clouds:
  demo:
    auth_type: ${mode}
    auth:
      endpoint: ${endpoint}
${mode === 'none' ? '' : proofLines}`;
}

export function standaloneEnvironment(mode: Standalone, endpoint: string): Record<string, string> {
  const proof = { OS_USERNAME: standaloneUser.name, OS_PASSWORD: standaloneUser.password };
  return { OS_AUTH_TYPE: mode, OS_ENDPOINT: endpoint, ...(mode === 'none' ? {} : proof) };
}
