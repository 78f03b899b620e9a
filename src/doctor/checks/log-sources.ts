import { ServiceError } from '../../core/errors.ts';
import { formatDuration } from '../../lib/duration.ts';
import { nearest } from '../../lib/nearest.ts';
import type { FilesConfig, LogsConfig, LokiConfig, OpenSearchConfig } from '../../logs/config.ts';
import { parseFilePattern } from '../../logs/files/file-pattern.ts';
import { listLogs } from '../../logs/files/list-logs.ts';
import type { LogSource } from '../../logs/log-source.ts';
import { createLokiSource } from '../../logs/loki/source.ts';
import { createOpenSearchSource } from '../../logs/opensearch/source.ts';
import { type Check, fail, ok, type Told, warn } from '../check.ts';
import type { Context } from '../context.ts';
import { logMend } from '../log-mend.ts';

/** In which a store that works has something that mentions Ironic. */
const HOUR_MS = 3_600_000;
/** A log of a service that runs is not so old. */
const STALE_MS = 24 * HOUR_MS;

export default {
  id: 'log-sources',
  title: 'Log sources',
  section: 'logs',
  place: 1,
  async run(context) {
    const logs = context.config?.logs;
    if (!logs)
      return warn(
        'none: nothing can be said of what conductors and schedulers wrote',
        'logs: { sources: [{ files: [/var/log/ironic/*.log] }] }   (in ironic-oncall.yml; docs/configuration.md has Loki and OpenSearch)',
      );
    return (await Promise.all(logs.sources.map((source) => look(source, context)))).flat();
  },
} satisfies Check;

async function look(source: LogsConfig['sources'][number], context: Context): Promise<readonly Told[]> {
  const wrong = unknownClouds(source.clouds ?? [], context);
  try {
    if ('files' in source) return [...wrong, ...(await lookAtFiles(source, context))];
    return [...wrong, await lookAtStore(source, context)];
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const words = error.detail === undefined ? error.message : `${error.message}: ${error.detail}`;
    return [...wrong, fail(words, logMend(error, source))];
  }
}

/** As src/compose.ts refuses at the start. */
function unknownClouds(named: readonly string[], { config }: Context): readonly Told[] {
  const names = config?.clouds.names ?? [];
  return named
    .filter((name) => !names.includes(name))
    .map((name) => {
      const [near] = nearest(name, names, 1);
      return fail(
        `a source is for the cloud ${name}, which is none of ${names.join(', ')}`,
        near ? `write ${near} instead of ${name}` : `take ${name} out of clouds of that source`,
      );
    });
}

async function lookAtFiles(
  { files, host }: FilesConfig,
  { clock, signal }: Context,
): Promise<readonly Told[]> {
  return Promise.all(
    files.map(async (text): Promise<Told> => {
      const naming = { host: host ?? 'here' };
      const { files: found, problems } = await listLogs(
        [parseFilePattern(text)],
        naming,
        new Date(0),
        signal,
      );
      const [problem] = problems;
      if (problem !== undefined) {
        const closed = /could not be/.test(problem);
        return fail(
          problem,
          closed
            ? 'let the user of the bot read them: setfacl -R -m u:<user>:rX <folder>'
            : `correct ${text} under logs.sources: ls ${text.replace(/\{\w+\}/g, '*')} has to show files`,
        );
      }
      const [newest] = found;
      if (!newest)
        return fail(
          `nothing but folders matches ${text}`,
          `correct ${text} under logs.sources, e.g. ${text}/*.log`,
        );
      const age = clock().getTime() - newest.mtime;
      const words = `${text}: ${found.length} ${found.length === 1 ? 'file' : 'files'}, the newest written ${formatDuration(age / 1000)} ago`;
      return age > STALE_MS
        ? warn(
            words,
            'look whether the services write elsewhere by now, or whether what ships the logs has stopped',
          )
        : ok(words);
    }),
  );
}

async function lookAtStore(source: LokiConfig | OpenSearchConfig, context: Context): Promise<Told> {
  const { clock, config, signal: over, timeoutMs } = context;
  const deps = { secret: config?.secret ?? (() => undefined) };
  const store: LogSource =
    'loki' in source ? createLokiSource(source, deps) : createOpenSearchSource(source, deps);
  const signal = AbortSignal.any([over, AbortSignal.timeout(timeoutMs)]);
  try {
    const to = clock();
    const excerpts = await store.read({
      words: ['ironic'],
      from: new Date(to.getTime() - HOUR_MS),
      to,
      signal,
    });
    const logs = new Set(
      excerpts.filter(({ lines }) => lines.length > 0).map((one) => `${one.host} ${one.source}`),
    );
    if (logs.size > 0) return ok(`${store.name}: answers, with lines of ${logs.size} logs in the last hour`);
    const key = 'loki' in source ? `query ${source.query}` : `index ${source.index}`;
    return warn(
      `${store.name}: answers, but has no line of the last hour with "ironic" in it`,
      `correct ${key} under logs.sources`,
    );
  } finally {
    store.close?.();
  }
}
