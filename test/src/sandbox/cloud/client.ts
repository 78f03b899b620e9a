import type { ServiceName } from '../../../../src/sandbox/cloud/reply.ts';
import type { SimulatedCloud } from '../../../../src/sandbox/cloud/server.ts';
import type { Json } from '../../../../src/sandbox/cloud/state.ts';

/** A fixed moment for all clouds in tests. */
export const noon = new Date('2026-11-22T12:00:00Z');

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed, if it was JSON. */
  readonly body: Json | undefined;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly body?: Json;
  readonly token?: string;
  readonly headers?: { readonly [name: string]: string };
  /** Version header in the service's own form, e.g. `1.82`, `2.93`, `latest`. */
  readonly version?: string;
}

function versionHeader(service: ServiceName, version: string | undefined): { [name: string]: string } {
  if (version === undefined) return {};
  if (service === 'ironic') return { 'X-OpenStack-Ironic-API-Version': version };
  return { 'OpenStack-API-Version': `${service === 'nova' ? 'compute' : service} ${version}` };
}

/** One request; `path` begins after the service's address without its version part. */
export async function ask(
  cloud: SimulatedCloud,
  service: ServiceName,
  path: string,
  how: Ask = {},
): Promise<Answer> {
  const base = new URL(cloud.urls[service]).origin;
  const response = await fetch(base + path, {
    method: how.method ?? 'GET',
    redirect: 'manual',
    headers: {
      ...(how.token === undefined ? {} : { 'X-Auth-Token': how.token }),
      ...(how.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...versionHeader(service, how.version),
      ...how.headers,
    },
    ...(how.body === undefined ? {} : { body: JSON.stringify(how.body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text.trim() !== '' ? safely(text) : undefined,
  };
}

function safely(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function passwordBody(name: string, password: string, scope?: Json): Json {
  const user = { name, domain: { id: 'default' }, password };
  return {
    auth: {
      identity: { methods: ['password'], password: { user } },
      ...(scope === undefined ? {} : { scope }),
    },
  };
}

export function projectScope(name: string): Json {
  return { project: { name, domain: { name: 'Default' } } };
}

/** Logs in; by default as the admin of project `admin`. */
export async function login(
  cloud: SimulatedCloud,
  who: 'admin' | 'oncall-reader' | 'demo' = 'admin',
): Promise<string> {
  const bodies = {
    admin: passwordBody('admin', 'sandbox-admin', projectScope('admin')),
    'oncall-reader': passwordBody('oncall-reader', 'sandbox-reader', { system: { all: true } }),
    demo: passwordBody('demo', 'sandbox-demo', projectScope('demo')),
  };
  const answer = await ask(cloud, 'keystone', '/v3/auth/tokens', { method: 'POST', body: bodies[who] });
  const token = answer.headers.get('x-subject-token');
  if (token === null) throw new Error(`no token: ${answer.status} ${answer.text}`);
  return token;
}

/** The value at a path such as `servers.0.name`; undefined where there is none. */
export function field(body: Json | undefined, path: string): Json | undefined {
  let value = body;
  for (const key of path.split('.')) {
    if (value === null || typeof value !== 'object') return undefined;
    value = Array.isArray(value) ? value[Number(key)] : value[key];
  }
  return value;
}

/** A list in a body, or an empty one. */
export function items(body: Json | undefined, path: string): readonly Json[] {
  const found = field(body, path);
  return Array.isArray(found) ? found : [];
}

/** The text inside Ironic's JSON inside JSON. */
export function faultstring(answer: Answer): string {
  const inner: Json = JSON.parse(String(field(answer.body, 'error_message')));
  return String(field(inner, 'faultstring') ?? field(inner, 'description'));
}
