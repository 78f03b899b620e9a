import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { type ActingConfig, ActingSchema } from './approvals/config.ts';
import { mistakeOf, mistakesOf } from './config-mistakes.ts';
import { type AlertsConfig, AlertsSchema } from './core/alert-config.ts';
import { ServiceError } from './core/errors.ts';
import { type FleetConfig, FleetSchema } from './fleet/config.ts';
import { type HttpConfig, HttpSchema } from './http/config.ts';
import { nearest } from './lib/nearest.ts';
import { type LogsConfig, LogsSchema, type RamdiskLogsConfig, RamdiskLogsSchema } from './logs/config.ts';
import { type Clouds, loadClouds } from './openstack/clouds-yaml.ts';
import type { CloudConfig } from './openstack/config.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** `ironic-oncall.yml`. Everything in it is optional; what is secret or about one machine is in the environment. */
export const FileSchema = z.strictObject({
  /** Names in clouds.yaml that people may ask about; the first is the default unless OS_CLOUD says another. */
  clouds: z.array(z.string()).min(1).optional(),
  /** Seconds from the question to the report. */
  deadline: z.number().min(1).max(120).default(15),
  /** Further folders of playbooks, relative to the file. */
  playbooks_path: z.array(z.string()).default([]),
  /** Where the services' own lines are kept. */
  logs: LogsSchema.optional(),
  /** Where conductors put what the deploy ramdisk leaves behind. */
  ramdisk_logs: RamdiskLogsSchema.optional(),
  /** Who may do what to a cloud, and with which credential; without it the bot only reads. */
  acting: ActingSchema.optional(),
  /** The channels whose alerts are answered; without it only who asks gets an answer. */
  alerts: AlertsSchema.optional(),
  /** Our own listener: health, numbers, alerts that tools send by themselves. */
  http: HttpSchema.optional(),
  /** How often every node is looked at, and who hears of it; without it a fleet is read when somebody asks. */
  fleet: FleetSchema.optional(),
  /** Path of the SQLite file, relative to this file; `DATABASE_URL` wins over it. */
  database: z.string().min(1).optional(),
  log_level: z.enum(LEVELS).optional(),
});

export interface SlackSettings {
  readonly botToken: string;
  readonly appToken?: string;
  readonly signingSecret?: string;
  readonly apiUrl?: string;
  readonly http: { readonly host: string; readonly port: number };
  readonly command: string;
}

/** Where approvals, the journal and what is known of alerts are kept. */
export interface DatabaseSettings {
  /** `postgres://…`; it may hold a password. */
  readonly url?: string;
  /** Path of the SQLite file where there is no `url`; `:memory:` for a demo that ends with the process. */
  readonly file: string;
}

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
  readonly acting: ActingConfig | undefined;
  readonly fleet: FleetConfig | undefined;
  readonly alerts: AlertsConfig | undefined;
  readonly http: HttpConfig | undefined;
  /** The value behind `password_env` and `token_env`. */
  readonly secret: (variable: string) => string | undefined;
  readonly logLevel: string;
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
  refuse(mistakes: readonly ServiceError[], worst?: ServiceError): void;
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
    secret: (variable) => env[variable],
    logLevel: file.log_level ?? attempt(() => level(env['LOG_LEVEL']), 'info'),
  };
}

function openstack(env: Environment): Clouds {
  return loadClouds({ env, readFile: textOf, home: homedir(), cwd: process.cwd() });
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function configPath(env: Environment): string {
  return resolve(env['IRONIC_ONCALL_CONFIG'] || 'ironic-oncall.yml');
}

function readConfigFile(env: Environment, refuse: Reading['refuse']): z.infer<typeof FileSchema> {
  const named = env['IRONIC_ONCALL_CONFIG'];
  const path = configPath(env);
  const text = textOf(path);
  if (text === undefined) {
    if (named) refuse([wrong('IRONIC_ONCALL_CONFIG', `names ${named}, which cannot be read`)]);
    return FileSchema.parse({});
  }
  const lines = new LineCounter();
  const options = { version: '1.1', prettyErrors: true, logLevel: 'silent', lineCounter: lines } as const;
  const document = parseDocument(text, options);
  refuse(
    document.errors.map(({ linePos, code }) =>
      wrong(path, `is not valid YAML in line ${linePos?.[0].line ?? '?'} (${code})`),
    ),
  );
  const content: unknown = document.errors.length > 0 ? {} : (document.toJS() ?? {});
  const parsed = FileSchema.safeParse(content);
  if (!parsed.success) {
    const all = mistakesOf(parsed.error, FileSchema, document, lines).map((words) => wrong(path, words));
    refuse(all, wrong(path, mistakeOf(parsed.error, FileSchema, document, lines)));
  }
  const data = parsed.success ? parsed.data : whatIsRight(content);
  return {
    ...data,
    playbooks_path: data.playbooks_path.map((folder) => resolve(path, '..', folder)),
    ...(data.database === undefined ? {} : { database: resolve(path, '..', data.database) }),
  };
}

/** The keys at the top that hold what they should; the others as if they were not there. */
function whatIsRight(content: unknown): z.infer<typeof FileSchema> {
  const keys = Object.entries(typeof content === 'object' && content !== null ? content : {});
  const right = keys.filter(([key, value]) => FileSchema.safeParse({ [key]: value }).success);
  return FileSchema.parse(Object.fromEntries(right));
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

function databaseUrl(env: Environment): string | undefined {
  const url = env['DATABASE_URL'];
  if (url && !/^postgres(?:ql)?:\/\//.test(url))
    throw wrong('DATABASE_URL', 'does not begin with postgres://');
  return url || undefined;
}

function databaseSettings(url: string | undefined, file: string | undefined): DatabaseSettings {
  return { ...(url ? { url } : {}), file: file ?? resolve('ironic-oncall.sqlite') };
}

function slackSettings(env: Environment): SlackSettings | undefined {
  const botToken = env['SLACK_BOT_TOKEN'];
  if (!botToken) return undefined;
  const appToken = env['SLACK_APP_TOKEN'];
  const signingSecret = env['SLACK_SIGNING_SECRET'];
  if (!appToken && !signingSecret) {
    throw wrong('SLACK_APP_TOKEN', 'is needed for Socket Mode, or SLACK_SIGNING_SECRET for signed HTTP');
  }
  const apiUrl = env['SLACK_API_URL'];
  return {
    botToken,
    ...(appToken ? { appToken } : {}),
    ...(signingSecret ? { signingSecret } : {}),
    ...(apiUrl ? { apiUrl } : {}),
    http: {
      host: env['SLACK_HTTP_HOST'] || '127.0.0.1',
      port: env['SLACK_HTTP_PORT'] ? port(env['SLACK_HTTP_PORT'], 'SLACK_HTTP_PORT') : 3000,
    },
    command: env['SLACK_COMMAND'] || '/ironic',
  };
}

function port(text: string, variable: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw wrong(variable, `is ${text}, not a port`);
  return value;
}

function level(text: string | undefined): string {
  if (!text) return 'info';
  const known = LEVELS.find((one) => one === text.toLowerCase());
  if (!known) throw wrong('LOG_LEVEL', `is ${text}; it is one of ${LEVELS.join(', ')}`);
  return known;
}

function meant(word: string, known: readonly string[]): string {
  const [near] = nearest(word, known, 1);
  return near ? `; did you mean ${near}?` : '';
}

function wrong(place: string, words: string): ServiceError {
  return new ServiceError(`${place} ${words}`, { code: 'config', service: place });
}
