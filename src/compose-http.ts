import type { Config } from './config.ts';
import type { AlertIntake } from './core/alert-story.ts';
import { ServiceError } from './core/errors.ts';
import { alertmanagerRoute } from './http/alertmanager-route.ts';
import { healthRoutes } from './http/health-routes.ts';
import { type Listener, listen } from './http/listener.ts';
import { metricsRoute } from './http/metrics-route.ts';
import type { Log } from './log.ts';
import type { MetricSources } from './metrics/gauges.ts';

export interface HttpParts {
  readonly log: Log;
  readonly connected: () => boolean;
  /** Asks the records something small; undefined where nothing is remembered. */
  readonly records: (() => Promise<void>) | undefined;
  readonly sources: MetricSources;
  readonly intake: Pick<AlertIntake, 'deliver'> | undefined;
}

/** Whoever guesses a token can tell us alerts that nobody has. */
const SHORTEST_TOKEN = 16;

/**
 * Our own listener, where one is configured.
 * @throws ServiceError `config` in words for the operator
 */
export async function composeHttp(
  config: Pick<Config, 'http' | 'alerts' | 'secret'>,
  parts: HttpParts,
): Promise<Listener | undefined> {
  const { log } = parts;
  const webhook = webhookOf(config, parts);
  if (!config.http) return undefined;
  // Loaded where somebody listens.
  const { createMetrics } = await import('./metrics/metrics.ts');
  const metrics = createMetrics(parts.sources, (source, err) =>
    log.warn({ source, err }, 'a number could not be told'),
  );
  const routes = [...healthRoutes(parts), metricsRoute(metrics), ...webhook];
  const listener = await listen({ ...config.http, routes, log });
  return {
    address: listener.address,
    async close() {
      await listener.close();
      metrics.close();
    },
  };
}

function webhookOf(
  { alerts, http, secret }: Pick<Config, 'http' | 'alerts' | 'secret'>,
  { intake }: HttpParts,
) {
  const webhook = alerts?.webhook;
  if (!webhook || !intake) return [];
  const wrong = (words: string) => new ServiceError(words, { code: 'config', service: 'alerts.webhook' });
  if (!http) throw wrong('alerts.webhook needs our own listener: set http with a port');
  const token = secret(webhook.token_env);
  if (!token) throw wrong(`alerts.webhook.token_env names ${webhook.token_env}, which is not set`);
  if (token.length < SHORTEST_TOKEN)
    throw wrong(
      `${webhook.token_env} is shorter than ${SHORTEST_TOKEN} signs; make one with openssl rand -hex 32`,
    );
  return [alertmanagerRoute({ intake, token })];
}
