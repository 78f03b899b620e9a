import type { ServiceErrorCode } from '../core/errors.ts';
import type { LogsConfig } from './config.ts';
import { createFileSource } from './files/file-source.ts';
import type { LogReader, LogSource } from './log-source.ts';
import { createLokiSource } from './loki/source.ts';
import { createOpenSearchSource } from './opensearch/source.ts';
import { createLogReader } from './read-logs.ts';
import { sourcesAsked } from './told.ts';

export interface OpenLogsDeps {
  /** The value of an environment variable. */
  readonly secret: (variable: string) => string | undefined;
  readonly clock: () => Date;
  readonly onBug?: ((source: string, error: unknown) => void) | undefined;
}

/** A reader that holds connections until it is closed. */
export type OpenLogReader = LogReader & { readonly close: () => void };

/**
 * The log sources of one cloud as one; undefined when none of them is for it.
 * @throws ServiceError `config` in words for the operator
 */
export function openLogs(
  config: LogsConfig | undefined,
  cloud: string,
  deps: OpenLogsDeps,
): OpenLogReader | undefined {
  if (!config) return undefined;
  const { seconds, megabytes } = config;
  const own = config.sources.filter(({ clouds }) => clouds === undefined || clouds.includes(cloud));
  const sources = own.map((one, index): LogSource => {
    if ('files' in one) {
      const taken = own.slice(0, index).flatMap((earlier) => ('files' in earlier ? earlier.files : []));
      return createFileSource(one, { megabytes }, { ...deps, taken });
    }
    return 'loki' in one ? createLokiSource(one, deps) : createOpenSearchSource(one, { ...deps, seconds });
  });
  if (sources.length === 0) return undefined;
  const onAsked = (source: string, failure: ServiceErrorCode | undefined) =>
    sourcesAsked.tell({ cloud, source, ...(failure ? { failure } : {}) });
  const { clock, onBug } = deps;
  const read = createLogReader(sources, { seconds, megabytes, clock, onBug, onAsked });
  return Object.assign((query: Parameters<LogReader>[0]) => read(query), {
    close: () => {
      for (const source of sources) source.close?.();
    },
  });
}
