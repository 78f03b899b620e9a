import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** An operator of the laboratory, who brings nodes into trouble through the API as people do. */
export interface Operator {
  /**
   * The parsed body, or undefined where there is none. Who meets a lock tries again; any other status of 400 and above is
   * an error with Ironic's words.
   */
  ironic(method: string, path: string, body?: unknown): Promise<unknown>;
  /** The same once, where a refusal is an answer. */
  ask(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly text: string }>;
  /** Makes a node afresh; what bore the name before is deleted. Gives its UUID. */
  node(name: string, fields: Readonly<Record<string, unknown>>): Promise<string>;
  /** Asks for a change of state and waits until the node has come to one of `until`. */
  provision(
    node: string,
    target: string,
    until: readonly string[],
    more?: Readonly<Record<string, unknown>>,
  ): Promise<void>;
  state(node: string): Promise<string>;
  until(node: string, states: readonly string[]): Promise<void>;
}

/** The newest that the laboratory's Ironic knows. */
export const VERSION = '1.82';
const PATIENCE_MS = 60_000;

/** The conductor looks at each node every few seconds and keeps its lock meanwhile. */
export const isLocked = (status: number, text: string): boolean =>
  status === 409 && text.includes('is locked by host');

interface CloudEntry {
  readonly auth: Readonly<Record<string, string>>;
}

/** Logs in as the cloud that OS_CLOUD names. */
export async function operator(): Promise<Operator> {
  const { clouds } = parse(readFileSync(process.env['OS_CLIENT_CONFIG_FILE'] ?? '', 'utf8')) as {
    readonly clouds: Readonly<Record<string, CloudEntry>>;
  };
  const auth = clouds[process.env['OS_CLOUD'] ?? '']?.auth ?? {};
  const domain = { name: auth['user_domain_name'] ?? 'Default' };
  const user = { name: auth['username'], password: auth['password'], domain };
  const login = await fetch(`${auth['auth_url']?.replace(/\/v3\/?$/, '')}/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: { methods: ['password'], password: { user } },
        scope: { project: { name: auth['project_name'], domain } },
      },
    }),
  });
  const token = login.headers.get('X-Subject-Token') ?? '';
  const { token: given } = (await login.json()) as {
    readonly token: {
      readonly catalog: readonly { type: string; endpoints: { interface: string; url: string }[] }[];
    };
  };
  const entry = given.catalog.find(({ type }) => type === 'baremetal');
  const base = entry?.endpoints.find((one) => one.interface === 'public')?.url.replace(/\/v1\/?$/, '') ?? '';

  const ask: Operator['ask'] = async (method, path, body) => {
    const answer = await fetch(`${base}/v1${path}`, {
      method,
      headers: {
        'X-Auth-Token': token,
        'X-OpenStack-Ironic-API-Version': VERSION,
        'Content-Type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const ironic: Operator['ironic'] = async (method, path, body) => {
    const end = Date.now() + PATIENCE_MS;
    let { status, text } = await ask(method, path, body);
    while (isLocked(status, text) && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      ({ status, text } = await ask(method, path, body));
    }
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  const stateOf = async (node: string) =>
    ((await ironic('GET', `/nodes/${node}?fields=provision_state`)) as { provision_state: string })
      .provision_state;

  async function waitFor(node: string, states: readonly string[]): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    for (let state = await stateOf(node); !states.includes(state); state = await stateOf(node)) {
      if (Date.now() > end) throw new Error(`${node} is ${state}, not ${states.join(' or ')}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  return {
    ironic,
    ask,
    async node(name, fields) {
      const known = await ironic('GET', `/nodes/${name}?fields=uuid`).catch(() => undefined);
      if (known !== undefined) {
        await ironic('PATCH', `/nodes/${name}`, [{ op: 'replace', path: '/protected', value: false }]).catch(
          () => undefined,
        );
        await ironic('PUT', `/nodes/${name}/maintenance`, { reason: 'made anew' });
        await ironic('DELETE', `/nodes/${name}`);
      }
      const made = (await ironic('POST', '/nodes', {
        name,
        driver: 'fake-hardware',
        ...FAKE,
        ...fields,
      })) as {
        readonly uuid: string;
      };
      return made.uuid;
    },
    state: stateOf,
    until: waitFor,
    async provision(node, target, states, more = {}) {
      await ironic('PUT', `/nodes/${node}/states/provision`, { target, ...more });
      await waitFor(node, states);
    },
  };
}

/** No machine is behind it, and it has done at once whatever is asked of it. */
const FAKE = {
  network_interface: 'noop',
  boot_interface: 'fake',
  power_interface: 'fake',
  management_interface: 'fake',
  deploy_interface: 'fake',
  resource_class: 'lab.own',
  automated_clean: false,
  properties: { cpus: 8, memory_mb: 16_384, local_gb: 200, cpu_arch: 'x86_64' },
};
