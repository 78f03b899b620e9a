import { isIP } from 'node:net';
import { ServiceError } from '../../core/errors.ts';
import type { HttpConfig } from '../../http/config.ts';
import { listen } from '../../http/listener.ts';
import { type Check, fail, ok, type Told, warn } from '../check.ts';
import type { Context } from '../context.ts';

const SILENT = { info: () => undefined, error: () => undefined };
/** As src/compose-http.ts refuses shorter ones. */
const SHORTEST_TOKEN = 16;

export default {
  id: 'listener',
  title: 'Own listener',
  section: 'configuration',
  place: 5,
  async run(context) {
    const { config } = context;
    const token = config && webhookToken(config);
    if (!config?.http) return token ? [token] : ok('none: nothing listens (key http)');
    return [await look(config.http), ...(token ? [token] : [])];
  },
} satisfies Check;

/** What is wrong with how a tool would send us alerts. */
function webhookToken({ alerts, http, secret }: NonNullable<Context['config']>): Told | undefined {
  const webhook = alerts?.webhook;
  if (!webhook) return undefined;
  if (!http)
    return fail('alerts.webhook needs our own listener', 'http: { port: 9105 }   (in ironic-oncall.yml)');
  const value = secret(webhook.token_env) ?? '';
  const fix = `${webhook.token_env}=…   (openssl rand -hex 32; the same in Alertmanager's receiver)`;
  if (value === '')
    return fail(`the variable ${webhook.token_env} (alerts.webhook.token_env) is not set`, fix);
  if (value.length < SHORTEST_TOKEN)
    return fail(
      `${webhook.token_env} (alerts.webhook.token_env) has ${value.length} characters: it could be guessed`,
      fix,
    );
  return undefined;
}

async function look({ host, port }: HttpConfig): Promise<Told> {
  try {
    await (await listen({ host, port, routes: [], log: SILENT })).close();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (!error.message.includes('EADDRINUSE'))
      return fail(
        error.message,
        'http.host: 127.0.0.1   (or another address of this machine), and a port above 1023',
      );
    if (await isOurs(host, port)) return ok(`${host}:${port}, where a bot of ours answers already`);
    return fail(
      `${host}:${port} is taken by another program`,
      `http.port: another one   (ss -ltnp 'sport = :${port}' shows who has it)`,
    );
  }
  if (isLoopback(host)) return ok(`${host}:${port} is free`);
  return warn(
    `${host}:${port} can be reached by other machines, and tokens travel in the clear`,
    'http.host: 127.0.0.1, with a proxy in front that speaks TLS; or a firewall that lets in only who has to',
  );
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

async function isOurs(host: string, port: number): Promise<boolean> {
  const shown = host.includes(':') ? `[${host}]` : host;
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : shown}:${port}/healthz`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.status === 200;
}
