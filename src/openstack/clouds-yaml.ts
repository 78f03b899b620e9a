import { parseDocument } from 'yaml';
import { ServiceError } from '../core/errors.ts';
import { nearest } from '../lib/nearest.ts';
import type { CloudConfig } from './config.ts';
import { type Bag, isBag, merge, normalizeKeys } from './config-bag.ts';
import { cloudOf, ENVIRONMENT } from './config-cloud.ts';

/**
 * Finds clouds where openstacksdk finds them (openstack/openstacksdk openstack/config/loader.py), so that what works
 * for `openstack --os-cloud` works here. Two differences: a broken file or a missing `OS_CLIENT_CONFIG_FILE` is an
 * error instead of being passed over, and vendor profiles come from clouds-public.yaml alone.
 */
export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file; undefined when there is none or it may not be read. */
  readonly readFile: (path: string) => string | undefined;
  readonly home: string;
  readonly cwd: string;
}

export interface Clouds {
  /** In the order of the file; the environment's own last. */
  readonly names: readonly string[];
  /** By `OS_CLOUD`, by `OS_*` variables, or because there is only one. */
  readonly defaultName: string | undefined;
  /**
   * One cloud, the default unless named. Throws `config` with the file, the key and the nearest right one. Other
   * clouds' mistakes do not matter.
   */
  config(name?: string): CloudConfig;
}

const SUFFIXES = ['.yaml', '.yml', '.json'];
/** Variables that choose or find a cloud but do not make one. */
const SELECTORS = /^OS_(CLOUD|REGION_NAME|CLIENT_CONFIG_FILE|CLIENT_SECURE_FILE|CLOUD_NAME)$/;
/** Variables of test runners that merely share the prefix. */
const STRANGERS = /^OS_(TEST|STD|LOG)/;
/** What a cloud of `OS_*` variables must have at least one of; others, like OS_CACERT, only shape one. */
const IDENTIFYING =
  /^OS_(AUTH_URL|AUTH_TYPE|USERNAME|USER_ID|PASSWORD|TOKEN|AUTH_TOKEN|ENDPOINT|APPLICATION_CREDENTIAL_\w+|\w+_ENDPOINT_OVERRIDE)$/;

export function loadClouds(sources: ConfigSources): Clouds {
  const { env } = sources;
  const main = readFirst(sources, 'clouds', env['OS_CLIENT_CONFIG_FILE'], 'OS_CLIENT_CONFIG_FILE');
  const secure = readFirst(sources, 'secure', env['OS_CLIENT_SECURE_FILE'], 'OS_CLIENT_SECURE_FILE');
  const file = main?.path ?? secure?.path ?? 'clouds.yaml';
  const merged = merge(main?.content ?? {}, secure?.content ?? {});
  const clouds = bagAt(merged, 'clouds', file);

  const envName = env['OS_CLOUD_NAME'] || 'envvars';
  const fromEnv = cloudOfEnvironment(env);
  if (fromEnv && Object.hasOwn(clouds, envName)) {
    throw configError(
      file,
      `defines a cloud named ${envName}, which is also the name of the cloud of OS_* variables; rename it, or set OS_CLOUD_NAME`,
    );
  }
  const names = [...Object.keys(clouds), ...(fromEnv ? [envName] : [])];
  const chosen = env['OS_CLOUD'] || (fromEnv ? envName : undefined);
  const defaultName = chosen ?? (names.length === 1 ? names[0] : undefined);

  return {
    names,
    defaultName,
    config(name = defaultName) {
      if (name === undefined) {
        const words =
          names.length === 0
            ? 'there is no cloud'
            : `there are several clouds (${names.join(', ')}); choose one with OS_CLOUD`;
        throw configError(file, words);
      }
      if (fromEnv && name === envName) return cloudOf(name, fromEnv, ENVIRONMENT, sources);
      if (!Object.hasOwn(clouds, name)) {
        const [near] = nearest(name, names, 1);
        const known = names.length > 0 ? `; it has ${names.join(', ')}` : '';
        throw configError(file, `has no cloud ${name}${near ? `; did you mean ${near}?` : known}`);
      }
      const own = bagAt(clouds, name, file);
      return cloudOf(name, withProfile(own, name, file, sources), file, sources);
    },
  };
}

/** The first of the places where openstacksdk looks; only one file of a kind counts. */
function readFirst(
  sources: ConfigSources,
  base: string,
  override: string | undefined,
  variable: string,
): { readonly path: string; readonly content: Bag } | undefined {
  const { env, home, cwd } = sources;
  if (override) {
    const content = sources.readFile(override);
    if (content === undefined) throw configError(variable, `names ${override}, which cannot be read`);
    return { path: override, content: parse(content, override) };
  }
  const folders = [
    cwd,
    `${env['XDG_CONFIG_HOME'] || `${home}/.config`}/openstack`,
    `${home}/.config/openstack`,
    '/etc/xdg/openstack',
    '/etc/openstack',
  ];
  for (const path of folders.flatMap((folder) => SUFFIXES.map((suffix) => `${folder}/${base}${suffix}`))) {
    const content = sources.readFile(path);
    if (content !== undefined) return { path, content: parse(content, path) };
  }
  return undefined;
}

/** YAML 1.1 as PyYAML reads it, where `verify: no` is false. A mistake is told by line only: the line may be a secret. */
function parse(content: string, path: string): Bag {
  const document = parseDocument(content, {
    version: '1.1',
    merge: true,
    intAsBigInt: true,
    prettyErrors: true,
    logLevel: 'silent',
  });
  const [mistake] = document.errors;
  if (mistake) {
    const line = mistake.linePos?.[0].line;
    throw configError(
      path,
      `is not valid YAML${line === undefined ? '' : ` in line ${line}`} (${mistake.code})`,
    );
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (value === null || value === undefined) return {};
  if (!isBag(value)) throw configError(path, 'does not hold a mapping with the key clouds');
  return value;
}

function bagAt(bag: Bag, key: string, file: string): Bag {
  const value = bag[key];
  if (value === undefined || value === null) {
    const [near] = key === 'clouds' ? nearest(key, Object.keys(bag), 1) : [];
    if (near) throw configError(file, `has no key clouds; did you mean it by ${near}?`);
    return {};
  }
  if (!isBag(value)) throw configError(file, `has no mapping at ${key}`);
  return value;
}

/** `OS_AUTH_URL` becomes `auth_url`; undefined when the variables only choose or shape a cloud. */
function cloudOfEnvironment(env: ConfigSources['env']): Bag | undefined {
  const entries = Object.entries(env).filter(
    ([key, value]) =>
      key.startsWith('OS_') &&
      !SELECTORS.test(key) &&
      !STRANGERS.test(key) &&
      value !== undefined &&
      value !== '',
  );
  if (!entries.some(([key]) => IDENTIFYING.test(key))) return undefined;
  const region = env['OS_REGION_NAME'];
  const own = entries.map(([key, value]): [string, unknown] => [key.slice(3).toLowerCase(), value]);
  return { ...Object.fromEntries(own), ...(region ? { region_name: region } : {}) };
}

/** `profile: NAME` stands for a block of clouds-public.yaml, under the cloud's own keys. */
function withProfile(own: Bag, name: string, file: string, sources: ConfigSources): Bag {
  const cloud = normalizeKeys(own);
  const profile = cloud['profile'] ?? cloud['cloud'];
  if (typeof profile !== 'string' || profile === '') return cloud;
  const vendors = readFirst(sources, 'clouds-public', undefined, '');
  const block = vendors && bagAt(vendors.content, 'public-clouds', vendors.path)[profile];
  if (isBag(block)) return merge(normalizeKeys(block), cloud);
  if (isBag(cloud['auth']) && cloud['auth']['auth_url'] !== undefined) return cloud;
  throw configError(file, `names the profile ${profile} for cloud ${name}, which no clouds-public.yaml has`);
}

function configError(place: string, words: string): ServiceError {
  return new ServiceError(`${place} ${words}`, { code: 'config', service: place });
}
