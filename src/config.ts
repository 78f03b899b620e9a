import { homedir } from 'node:os';
import type { ActingConfig } from './approvals/config.ts';
import { configPath, type Refuse, readConfigFile, textOf } from './config-file.ts';
import { meant, wrong } from './config-mistakes.ts';
import {
  type DatabaseSettings,
  databaseSettings,
  databaseUrl,
  type Environment,
  level,
  port,
  type RedisSettings,
  redisSettings,
  type SlackSettings,
  slackSettings,
} from './config-settings.ts';
import { type TracingSettings, tracingSettings } from './config-tracing.ts';
import type { AlertsConfig } from './core/alert-config.ts';
import { ServiceError } from './core/errors.ts';
import type { FleetConfig } from './fleet/config.ts';
import type { HttpConfig } from './http/config.ts';
import type { LogsConfig, RamdiskLogsConfig } from './logs/config.ts';
import { type Clouds, loadClouds } from './openstack/clouds-yaml.ts';
import type { CloudConfig } from './openstack/config.ts';

export type { Environment } from './config-settings.ts';

/** What holds where `ironic-oncall.yml` is silent; the local demo brings it along. */
export interface Defaults {
  readonly database?: string | undefined;
  readonly acting?: ActingConfig | undefined;
  readonly fleet?: FleetConfig | undefined;
  readonly alerts?: AlertsConfig | undefined;
  readonly logs?: LogsConfig | undefined;
  readonly ramdiskLogs?: RamdiskLogsConfig | undefined;
}

export interface Config {
  readonly clouds: {
    /** The default first. */
    readonly names: readonly string[];
    readonly default: string;
    /** @throws ServiceError `config`, in words for the operator */
    get(name: string): CloudConfig;
    /** The credential that carries out in that cloud; undefined where there is none. @throws as `get` */
    writer(name: string): CloudConfig | undefined;
  };
  readonly slack: SlackSettings | undefined;
  readonly deadlineMs: number;
  readonly playbooksPath: readonly string[];
  readonly logs: LogsConfig | undefined;
  readonly ramdiskLogs: RamdiskLogsConfig | undefined;
  readonly database: DatabaseSettings;
  /** Undefined where each process has limits of its own. */
  readonly redis: RedisSettings | undefined;
  readonly acting: ActingConfig | undefined;
  readonly fleet: FleetConfig | undefined;
  readonly alerts: AlertsConfig | undefined;
  readonly http: HttpConfig | undefined;
  /** The value behind `password_env` and `token_env`. */
  readonly secret: (variable: string) => string | undefined;
  readonly logLevel: string;
  /** Undefined where nothing asks for traces. */
  readonly tracing: TracingSettings | undefined;
}

/** What of the outside world is configured, before anything is judged: decides what `npm start` has to bring itself. */
export interface Provided {
  readonly slack: boolean;
  readonly cloud: boolean;
}

export function whatIsProvided(env: Environment = process.env): Provided {
  const clouds = tryClouds(env);
  return { slack: Boolean(env['SLACK_BOT_TOKEN']), cloud: clouds === undefined || clouds.names.length > 0 };
}

/** Undefined when there is something that is wrong, which is not the same as nothing. */
function tryClouds(env: Environment): Clouds | undefined {
  try {
    return openstack(env);
  } catch {
    return undefined;
  }
}

/** Where the local page listens; loopback always. */
export function pagePort(env: Environment = process.env): number | undefined {
  const text = env['IRONIC_ONCALL_PAGE_PORT'];
  return text === undefined || text === '' ? undefined : port(text, 'IRONIC_ONCALL_PAGE_PORT');
}

/** The environment of this process; everybody else gets values. */
export function environment(): Environment {
  return process.env;
}

/**
 * Environment and `ironic-oncall.yml`, read once.
 * @throws ServiceError `config` that names the file or variable, the key, and the nearest right one
 */
export function loadConfig(env: Environment = process.env, defaults: Defaults = {}): Config {
  const refuse = (mistakes: readonly ServiceError[], worst = mistakes[0]) => {
    if (worst) throw worst;
  };
  return configOf(env, defaults, { refuse, attempt: (read) => read() });
}

/** What is wrong, all of it, and what is left when it is passed over. */
export interface Review {
  /** Undefined where too little is right. */
  readonly config: Config | undefined;
  /** Codes `config`, in the words of `loadConfig`. */
  readonly mistakes: readonly ServiceError[];
  /** The file, where there is one. */
  readonly file: string | undefined;
}

/** The same as `loadConfig` for who wants to know every mistake at once. */
export function reviewConfig(env: Environment = process.env, defaults: Defaults = {}): Review {
  const mistakes: ServiceError[] = [];
  const note = (error: unknown): void => {
    if (!(error instanceof ServiceError)) throw error;
    mistakes.push(error);
  };
  const path = configPath(env);
  const file = textOf(path) === undefined ? undefined : path;
  const reading: Reading = {
    refuse: (found) => mistakes.push(...found),
    attempt(read, otherwise) {
      try {
        return read();
      } catch (error) {
        note(error);
        return otherwise;
      }
    },
  };
  try {
    return { config: configOf(env, defaults, reading), mistakes, file };
  } catch (error) {
    note(error);
    return { config: undefined, mistakes, file };
  }
}

/** What becomes of a mistake: the first one ends the reading, or all are noted and passed over. */
interface Reading {
  readonly refuse: Refuse;
  attempt<T>(read: () => T, otherwise: T): T;
}

const NO_CLOUDS: Clouds = {
  names: [],
  defaultName: undefined,
  config: () => {
    throw wrong('clouds.yaml', 'cannot be read');
  },
};

function configOf(env: Environment, defaults: Defaults, { refuse, attempt }: Reading): Config {
  const file = readConfigFile(env, refuse);
  const clouds = attempt(() => openstack(env), NO_CLOUDS);
  const acting = file.acting ?? defaults.acting;
  const reads = Object.keys(acting?.writers ?? {});
  // Who only writes is asked about nothing.
  const writers = Object.values(acting?.writers ?? {}).filter((name) => !reads.includes(name));
  const names = file.clouds ?? clouds.names.filter((name) => !writers.includes(name));
  if (clouds !== NO_CLOUDS) {
    const readers = [...names, ...(env['OS_CLOUD'] ? [env['OS_CLOUD']] : [])];
    refuse(wrongWriters(acting, readers, clouds.names));
    const unknown = file.clouds?.filter((name) => !clouds.names.includes(name)) ?? [];
    refuse(
      unknown.map((name) =>
        wrong(
          'ironic-oncall.yml',
          `names the cloud ${name}, which clouds.yaml does not have${meant(name, clouds.names)}`,
        ),
      ),
    );
  }
  // Compose files pass on variables that are not set as empty ones.
  const chosen = env['OS_CLOUD'] || (file.clouds?.[0] ?? clouds.defaultName ?? names[0] ?? 'default');
  return {
    clouds: {
      names: [chosen, ...names.filter((name) => name !== chosen)],
      default: chosen,
      get(name) {
        if (file.clouds && !file.clouds.includes(name) && name !== chosen) {
          throw wrong('--cloud', `${name} is none of ${file.clouds.join(', ')}${meant(name, file.clouds)}`);
        }
        if (clouds.names.length === 0) {
          throw wrong(
            'OpenStack',
            'is not configured: set OS_CLOUD and a clouds.yaml, or OS_AUTH_URL and its companions',
          );
        }
        return clouds.config(name);
      },
      writer(name) {
        const entry = acting?.writers[name];
        return entry === undefined ? undefined : clouds.config(entry);
      },
    },
    slack: attempt(() => slackSettings(env), undefined),
    deadlineMs: file.deadline * 1000,
    playbooksPath: file.playbooks_path,
    logs: file.logs ?? defaults.logs,
    ramdiskLogs: file.ramdisk_logs ?? defaults.ramdiskLogs,
    acting,
    alerts: file.alerts ?? defaults.alerts,
    fleet: file.fleet ?? defaults.fleet,
    http: file.http,
    database: databaseSettings(
      attempt(() => databaseUrl(env), undefined),
      file.database ?? defaults.database,
    ),
    redis: attempt(() => redisSettings(env), undefined),
    secret: (variable) => env[variable],
    logLevel: file.log_level ?? attempt(() => level(env['LOG_LEVEL']), 'info'),
    tracing: attempt(() => tracingSettings(env), undefined),
  };
}

function openstack(env: Environment): Clouds {
  return loadClouds({ env, readFile: textOf, home: homedir(), cwd: process.cwd() });
}

/** A misspelt writer would only show when somebody needs it at night. */
function wrongWriters(
  acting: ActingConfig | undefined,
  readers: readonly string[],
  entries: readonly string[],
): readonly ServiceError[] {
  return Object.entries(acting?.writers ?? {}).flatMap(([cloud, entry]) => {
    if (!readers.includes(cloud))
      return [
        wrong('acting.writers', `has ${cloud}, which is no cloud that is read${meant(cloud, readers)}`),
      ];
    if (entries.includes(entry)) return [];
    return [
      wrong('acting.writers', `names ${entry}, which clouds.yaml does not have${meant(entry, entries)}`),
    ];
  });
}
