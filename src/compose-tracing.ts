import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { requests } from './openstack/told.ts';

/** Each request to a cloud in the log, where somebody wants to see them, and traces where OpenTelemetry's variables ask for them. */
export async function composeTracing(
  { tracing }: Pick<Config, 'tracing'>,
  log: Log,
): Promise<{ close(): Promise<void> }> {
  const unheard = requests.hear((request) => log.debug(request, 'asked'));
  // Loaded where somebody looks at traces.
  const traces =
    tracing &&
    (await import('./tracing/tracing.ts')).startTracing({
      ...tracing,
      onFailure: (words) => log.warn({ words }, 'traces'),
    });
  return {
    async close() {
      unheard();
      await traces?.close();
    },
  };
}
