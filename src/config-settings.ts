import { resolve } from 'node:path';
import { wrong } from './config-mistakes.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

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

export function databaseUrl(env: Environment): string | undefined {
  const url = env['DATABASE_URL'];
  if (url && !/^postgres(?:ql)?:\/\//.test(url))
    throw wrong('DATABASE_URL', 'does not begin with postgres://');
  return url || undefined;
}

export function databaseSettings(url: string | undefined, file: string | undefined): DatabaseSettings {
  return { ...(url ? { url } : {}), file: file ?? resolve('ironic-oncall.sqlite') };
}

/** Where replicas share their limits. */
export interface RedisSettings {
  /** `redis://…` or `rediss://…`; it may hold a password. */
  readonly url: string;
}

export function redisSettings(env: Environment): RedisSettings | undefined {
  const url = env['REDIS_URL'];
  if (!url) return undefined;
  if (!/^rediss?:\/\/[^/]/.test(url) || !URL.canParse(url))
    throw wrong('REDIS_URL', 'is no address of the form redis://user:password@host:6379/0');
  return { url };
}

export function slackSettings(env: Environment): SlackSettings | undefined {
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

export function port(text: string, variable: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw wrong(variable, `is ${text}, not a port`);
  return value;
}

export function level(text: string | undefined): string {
  if (!text) return 'info';
  const known = LEVELS.find((one) => one === text.toLowerCase());
  if (!known) throw wrong('LOG_LEVEL', `is ${text}; it is one of ${LEVELS.join(', ')}`);
  return known;
}
