import { ServiceError } from '../core/errors.ts';
import { nearest } from '../lib/nearest.ts';
import type { ConfigSources } from './clouds-yaml.ts';
import {
  type Auth,
  type CloudConfig,
  DEFAULT_API_TIMEOUT_MS,
  DEFAULT_MAX_CONCURRENT,
  type Scope,
} from './config.ts';
import { type Bag, isBag, normalizeKeys } from './config-bag.ts';
import { AUTH_KEYS, hasKeys, OUTER_WINS, OVERRIDE_KEYS, TOP_KEYS } from './config-keys.ts';

import { secret } from './secret.ts';
import { SERVICE_NAMES, SERVICES, type ServiceName } from './services.ts';

/** The place of a cloud that `OS_*` variables make. */
export const ENVIRONMENT = 'environment';

/** One cloud's keys with the place they come from, so that every complaint can name both. */
interface Source {
  readonly place: string;
  readonly name: string;
  readonly bag: Bag;
}

/** A cloud out of its block in clouds.yaml, or out of `OS_*` variables with the prefix taken off. */
export function cloudOf(name: string, raw: Bag, place: string, sources: ConfigSources): CloudConfig {
  const whole = normalizeKeys(raw);
  const inner = whole['auth'] ?? {};
  if (!isBag(inner)) throw complaint({ place, name, bag: {} }, 'auth', 'must be a mapping');
  const top: Source = { place, name, bag: withoutAuth(withFirstRegion(whole)) };
  const auth: Source = { place, name, bag: authKeys(top.bag, inner) };
  refuseMisspelt(top, [...TOP_KEYS, ...AUTH_KEYS, ...OVERRIDE_KEYS, ...SERVICE_NAMES.flatMap(hasKeys)]);
  refuseMisspelt(auth, AUTH_KEYS, 'auth.');

  const timeout = number(top, 'api_timeout');
  const insecure = flag(top, 'insecure') ?? false;
  return {
    name,
    auth: authOf(top, auth),
    region_name: text(top, 'region_name'),
    interface: interfaceOf(top),
    verify: insecure ? false : (flag(top, 'verify') ?? true),
    ca: certificates(top, sources),
    endpoint_override: overrides(top),
    absent: SERVICE_NAMES.filter((service) => hasKeys(service).some((key) => flag(top, key) === false)),
    api_timeout_ms: timeout === undefined ? DEFAULT_API_TIMEOUT_MS : timeout * 1000,
    max_concurrent: DEFAULT_MAX_CONCURRENT,
  };
}

function authOf(top: Source, auth: Source): Auth {
  const auth_type = authType(top, auth);
  const endpoint = text(auth, 'endpoint');
  if (endpoint !== undefined) mustBeAddress(auth, 'auth.endpoint', endpoint);
  if (auth_type === 'none') return { auth_type, endpoint };
  if (auth_type === 'http_basic') {
    return {
      auth_type,
      endpoint,
      username: required(auth, 'username'),
      password: secret(required(auth, 'password')),
    };
  }
  const auth_url = required(auth, 'auth_url');
  mustBeAddress(auth, 'auth.auth_url', auth_url);
  if (auth_type === 'token')
    return { auth_type, auth_url, token: secret(required(auth, 'token')), scope: scopeOf(auth) };
  const user = {
    user_id: text(auth, 'user_id'),
    username: text(auth, 'username'),
    user_domain_id: text(auth, 'user_domain_id') ?? text(auth, 'default_domain_id'),
    user_domain_name: text(auth, 'user_domain_name') ?? text(auth, 'default_domain_name'),
  };
  if (auth_type === 'v3applicationcredential') {
    const application_credential_id = text(auth, 'application_credential_id');
    const application_credential_name = text(auth, 'application_credential_name');
    if (application_credential_id === undefined) {
      required(
        auth,
        application_credential_name === undefined ? 'application_credential_id' : 'username',
        user.user_id,
      );
    }
    const application_credential_secret = secret(required(auth, 'application_credential_secret'));
    return {
      auth_type,
      auth_url,
      ...user,
      application_credential_id,
      application_credential_name,
      application_credential_secret,
    };
  }
  if (user.user_id === undefined) {
    required(auth, 'username');
    required(auth, 'user_domain_name', user.user_domain_id ?? user.user_domain_name);
  }
  return { auth_type, auth_url, ...user, password: secret(required(auth, 'password')), scope: scopeOf(auth) };
}

const TYPES: Readonly<Record<string, Auth['auth_type']>> = {
  password: 'password',
  v3password: 'password',
  token: 'token',
  v3token: 'token',
  v3applicationcredential: 'v3applicationcredential',
  none: 'none',
  http_basic: 'http_basic',
};

/** Without `auth_type` it is what the keys say: openstacksdk's `password`, unless only another kind of proof is there. */
function authType(top: Source, auth: Source): Auth['auth_type'] {
  const word = text(top, 'auth_type') ?? text(top, 'auth_plugin');
  if (word === undefined) {
    if (text(auth, 'password') !== undefined) return 'password';
    if (text(auth, 'application_credential_secret') !== undefined) return 'v3applicationcredential';
    return text(auth, 'token') === undefined ? 'password' : 'token';
  }
  const known = Object.hasOwn(TYPES, word) ? TYPES[word] : undefined;
  if (known) return known;
  const [near] = nearest(word, Object.keys(TYPES), 1);
  const hint = near ? `did you mean ${near}?` : `we know ${Object.keys(TYPES).join(', ')}`;
  throw complaint(top, 'auth_type', `is none that we know; ${hint}`);
}

/** As keystoneauth decides: system before domain, and a project only with its domain unless it is named by id. */
function scopeOf(auth: Source): Scope {
  const system = text(auth, 'system_scope');
  if (system !== undefined) {
    if (system.toLowerCase() !== 'all' && system !== 'true')
      throw complaint(auth, 'auth.system_scope', 'can only be all');
    return { kind: 'system' };
  }
  const id = text(auth, 'project_id');
  if (id !== undefined) return { kind: 'project', id };
  const name = text(auth, 'project_name');
  if (name !== undefined) {
    const domain_id = text(auth, 'project_domain_id') ?? text(auth, 'default_domain_id');
    const domain_name = text(auth, 'project_domain_name') ?? text(auth, 'default_domain_name');
    required(auth, 'project_domain_name', domain_id ?? domain_name);
    return { kind: 'project', name, domain_id, domain_name };
  }
  const domain = { id: text(auth, 'domain_id'), name: text(auth, 'domain_name') };
  return (domain.id ?? domain.name) ? { kind: 'domain', ...domain } : { kind: 'unscoped' };
}

/** Keys of `auth` may stand beside it too; older names of a key, and one domain for both, are understood. */
function authKeys(top: Bag, inner: Bag): Bag {
  const found = new Map<string, unknown>();
  for (const [key, { names }] of Object.entries(OUTER_WINS)) {
    for (const bag of [inner, top])
      for (const name of names) if (present(bag[name])) found.set(key, bag[name]);
  }
  for (const key of [...AUTH_KEYS, ...Object.keys(inner)]) {
    if (found.has(key)) continue;
    const value = present(inner[key]) ? inner[key] : AUTH_KEYS.includes(key) ? top[key] : undefined;
    if (present(value)) found.set(key, value);
  }
  const scoped = found.has('project_id') || found.has('project_name');
  for (const kind of ['id', 'name']) {
    const domain = found.get(`domain_${kind}`);
    if (domain === undefined) continue;
    const either = (who: string) => found.has(`${who}_domain_id`) || found.has(`${who}_domain_name`);
    if (!either('user')) found.set(`user_domain_${kind}`, domain);
    if (scoped && !either('project')) found.set(`project_domain_${kind}`, domain);
    if (scoped) found.delete(`domain_${kind}`);
  }
  return Object.fromEntries(found);
}

const present = (value: unknown) => value !== undefined && value !== null && value !== '';

function withoutAuth(bag: Bag): Bag {
  const { auth: _, ...rest } = bag;
  return rest;
}

/** `regions` may list names or `{ name, values }`; without a choice the first is meant. */
function withFirstRegion(bag: Bag): Bag {
  const { regions, ...rest } = bag;
  const first: unknown = Array.isArray(regions) ? regions[0] : undefined;
  if (isBag(first)) {
    const values = isBag(first['values']) ? normalizeKeys(first['values']) : {};
    return { ...rest, ...values, region_name: first['name'] };
  }
  if (typeof first === 'string') return { ...rest, region_name: first };
  const own = rest['region_name'];
  if (Array.isArray(own)) return { ...rest, region_name: own[0] };
  return typeof own === 'string' ? { ...rest, region_name: own.split(',')[0]?.trim() } : rest;
}

function interfaceOf(top: Source): CloudConfig['interface'] {
  const word = (text(top, 'interface') ?? text(top, 'endpoint_type') ?? 'public')
    .replace(/URL$/, '')
    .toLowerCase();
  if (word === 'public' || word === 'internal' || word === 'admin') return word;
  throw complaint(top, 'interface', 'must be public, internal or admin');
}

function overrides(top: Source): CloudConfig['endpoint_override'] {
  const found: Partial<Record<ServiceName, string>> = {};
  for (const service of SERVICE_NAMES) {
    for (const type of SERVICES[service].types) {
      const key = `${type.replaceAll('-', '_')}_endpoint_override`;
      const url = text(top, key);
      if (url === undefined) continue;
      mustBeAddress(top, key, url);
      found[service] ??= url;
    }
  }
  return found;
}

function mustBeAddress(source: Source, key: string, url: string): void {
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return;
  throw complaint(source, key, 'must be an address that begins with http:// or https://');
}

function certificates(top: Source, sources: ConfigSources): string | undefined {
  const named = text(top, 'cacert');
  if (named === undefined) return undefined;
  const path = named.startsWith('~/')
    ? sources.home + named.slice(1)
    : named.startsWith('/')
      ? named
      : `${sources.cwd}/${named}`;
  const pem = sources.readFile(path);
  if (pem === undefined) throw complaint(top, 'cacert', `names ${path}, which cannot be read`);
  if (!pem.includes('-----BEGIN CERTIFICATE-----'))
    throw complaint(top, 'cacert', `names ${path}, which holds no PEM certificate`);
  return pem;
}

function text(source: Source, key: string): string | undefined {
  const value = source.bag[key];
  if (!present(value)) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  throw complaint(source, key, 'must be text; put quotes around it');
}

function required(source: Source, key: string, instead?: string): string {
  const value = instead ?? text(source, key);
  if (value !== undefined) return value;
  throw complaint(source, `auth.${key}`, 'is missing');
}

function flag(source: Source, key: string): boolean | undefined {
  const value = source.bag[key];
  if (!present(value)) return undefined;
  if (typeof value === 'boolean') return value;
  const word = String(value).toLowerCase();
  if (['true', 'yes', 'on', '1'].includes(word)) return true;
  if (['false', 'no', 'off', '0'].includes(word)) return false;
  throw complaint(source, key, 'must be true or false');
}

function number(source: Source, key: string): number | undefined {
  const value = source.bag[key];
  if (!present(value)) return undefined;
  const seconds = Number(typeof value === 'bigint' || typeof value === 'number' ? value : String(value));
  if (Number.isFinite(seconds) && seconds > 0) return seconds;
  throw complaint(source, key, 'must be a number of seconds');
}

/** Keys that openstacksdk knows for any service, also for those that we do not talk to. */
const OF_ANY_SERVICE =
  /_(api_version|default_microversion|interface|endpoint_type|endpoint_override|region_name|service_type|service_name|timeout)$/;

/** A key that we do not know but nearly do is a slip of the pen, unless the right one is there as well. */
function refuseMisspelt(source: Source, known: readonly string[], prefix = ''): void {
  for (const key of Object.keys(source.bag)) {
    if (key.length < 4 || known.includes(key) || OF_ANY_SERVICE.test(key)) continue;
    const near = nearest(key, known, 3);
    if (near.length === 0 || near.some((right) => present(source.bag[right]))) continue;
    const longer = near.filter((right) => right.startsWith(key));
    const meant = longer.length > 0 ? longer : near.slice(0, 1);
    const instead = meant.map((right) => prefix + right);
    throw complaint(source, prefix + key, 'is no key', instead);
  }
}

/** Names the place as the person wrote it: a key of the file, or a variable. */
function complaint(
  source: Source,
  key: string,
  words: string,
  instead: readonly string[] = [],
): ServiceError {
  const { place, name } = source;
  const inEnvironment = place === ENVIRONMENT;
  const spell = (word: string) => (inEnvironment ? `OS_${word.replace(/^auth\./, '').toUpperCase()}` : word);
  const where = inEnvironment ? spell(key) : `${place}: clouds.${name}.${key}`;
  const hint = instead.length > 0 ? `; did you mean ${instead.map(spell).join(' or ')}?` : '';
  return new ServiceError(`${where} ${words}${hint}`, { code: 'config', service: place });
}
