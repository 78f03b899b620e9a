import { z } from 'zod';
import type { CloudDeps } from './cloud.ts';
import type { CloudConfig } from './config.ts';
import { startDeadline, systemClock } from './deadline.ts';
import { createHttp } from './http.ts';
import { loginBody } from './keystone.ts';
import { baseOf } from './services.ts';

/** What a user may ask a token for, whatever clouds.yaml asks for. */
export interface ScopesWithinReach {
  readonly projects: readonly string[];
  readonly system: boolean;
}

const Root = z.object({ version: z.object({ id: z.string().startsWith('v3') }) });

/**
 * Whether Keystone's API v3 is at `auth_url`: other services answer to a login as Keystone does when it refuses one
 * (openstack/keystonemiddleware keystonemiddleware/auth_token/__init__.py). @throws ServiceError when nobody answers
 */
export async function isKeystone(
  config: CloudConfig,
  { clock = systemClock }: CloudDeps = {},
): Promise<boolean> {
  const { name, verify, ca, auth, api_timeout_ms: timeoutMs } = config;
  if (!('auth_url' in auth)) return false;
  const http = createHttp({ cloud: name, verify, ca, maxConcurrent: 1, clock });
  using deadline = startDeadline(timeoutMs, clock);
  try {
    const url = baseOf('keystone', auth.auth_url);
    const { body } = await http.send('keystone', { method: 'GET', url, headers: {} }, deadline);
    return Root.safeParse(body).success;
  } finally {
    http.close();
  }
}

const Projects = z.object({ projects: z.array(z.object({ name: z.string() })) });
const Systems = z.object({ system: z.array(z.object({ all: z.boolean().nullish() })) });

/**
 * Keystone refuses a wrong password and a scope in which the user has no role with the same words
 * (openstack/keystone keystone/exception.py, Unauthorized), so that the two can be told apart only by a login without
 * scope. That is one more attempt, which counts where Keystone locks users out.
 * @returns undefined when that login is refused as well: then it is the user, its domain or the password
 * @throws ServiceError when Keystone does not answer
 */
export async function scopesWithinReach(
  config: CloudConfig,
  deps: CloudDeps = {},
): Promise<ScopesWithinReach | undefined> {
  const { clock = systemClock } = deps;
  const { name, verify, ca, auth, api_timeout_ms: timeoutMs } = config;
  if (auth.auth_type !== 'password') return undefined;
  const http = createHttp({ cloud: name, verify, ca, maxConcurrent: 2, clock });
  using deadline = startDeadline(timeoutMs, clock);
  try {
    const base = baseOf('keystone', auth.auth_url);
    const json = loginBody({ ...auth, scope: { kind: 'unscoped' } });
    const url = `${base}/auth/tokens`;
    const login = await http.send('keystone', { method: 'POST', url, headers: {}, json }, deadline);
    const token = login.headers['x-subject-token'];
    if (login.status === 401 || !token) return undefined;
    const read = (path: string) =>
      http.send(
        'keystone',
        { method: 'GET', url: base + path, headers: { 'X-Auth-Token': token } },
        deadline,
      );
    const [projects, system] = await Promise.all([read('/auth/projects'), read('/auth/system')]);
    return {
      projects: Projects.safeParse(projects.body).data?.projects.map((one) => one.name) ?? [],
      system: (Systems.safeParse(system.body).data?.system ?? []).some((one) => one.all === true),
    };
  } finally {
    http.close();
  }
}
