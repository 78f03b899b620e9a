import { ServiceError } from '../../core/errors.ts';
import type { RamdiskLogsConfig } from '../config.ts';
import { createContainerStore, type ObjectReads } from './container-store.ts';
import { createDirectoryStore } from './directory-store.ts';
import type { RamdiskLog, RamdiskLogFile, RamdiskLogReader, RamdiskLogStore } from './ramdisk-log.ts';
import { byAge } from './tarball-name.ts';

export interface RamdiskLogDeps {
  /** The cloud's own object store; made when a tarball is first looked for. */
  readonly objects: () => ObjectReads;
  /** This machine, for a folder that names no conductor. */
  readonly host: string;
}

/** The failure in question is nearly always in the newest; cleaning after it may have left one more. */
const OPENED = 2;
const LISTED = 20;
/** Of one diagnosis, which has other things to do. */
const SECONDS = 8;

/** The tarballs of one cloud, or undefined when none of the places is for it. */
export function openRamdiskLogs(
  config: RamdiskLogsConfig | undefined,
  cloud: string,
  deps: RamdiskLogDeps,
): RamdiskLogReader | undefined {
  const stores = (config ?? [])
    .filter(({ clouds }) => clouds === undefined || clouds.includes(cloud))
    .map((place) =>
      'directory' in place
        ? createDirectoryStore(place.directory, place.host ?? deps.host)
        : createContainerStore(place.swift, lazily(deps.objects)),
    );
  return stores.length === 0 ? undefined : readerOf(stores);
}

function lazily(objects: () => ObjectReads): ObjectReads {
  return {
    objects: async (...words) => objects().objects(...words),
    download: async (...words) => objects().download(...words),
  };
}

interface Found {
  readonly store: RamdiskLogStore;
  readonly file: RamdiskLogFile;
}

/**
 * All stores as one. A sick store costs only itself as long as another has something; with nothing found and one
 * that could not be asked, nobody can say that there is none, so its error is thrown.
 */
export function readerOf(stores: readonly RamdiskLogStore[]): RamdiskLogReader {
  return async (node_uuid, outer) => {
    const signal = AbortSignal.any([outer, AbortSignal.timeout(SECONDS * 1000)]);
    const sick: ServiceError[] = [];
    const lists = await Promise.all(
      stores.map(async (store): Promise<readonly Found[]> => {
        try {
          return (await store.list(node_uuid, signal)).map((file) => ({ store, file }));
        } catch (error) {
          sick.push(asServiceError(error));
          return [];
        }
      }),
    );
    // Two places may show the same folder.
    const once = [...new Map(lists.flat().map((found) => [found.file.file, found])).values()];
    const newest = once.sort((a, b) => byAge(a.file, b.file)).slice(0, LISTED);
    const [first] = sick;
    if (first && newest.length === 0) throw first;
    const logs = await Promise.all(
      newest.map((found, index): RamdiskLog | Promise<RamdiskLog> =>
        index < OPENED ? opened(found, signal) : { ...found.file, parts: [] },
      ),
    );
    return first ? withNote(logs, first.message) : logs;
  };
}

async function opened({ store, file }: Found, signal: AbortSignal): Promise<RamdiskLog> {
  try {
    // Loaded with the first tarball.
    const { unpackTarball } = await import('./unpack-tarball.ts');
    const { parts, cut } = await unpackTarball(await store.open(file, signal), signal);
    return { ...file, parts, ...(cut ? { cut: `Ramdisk log ${file.file} was read in part: ${cut}` } : {}) };
  } catch (error) {
    const cut = `Ramdisk log ${file.file} could not be opened: ${asServiceError(error).message}`;
    return { ...file, parts: [], cut };
  }
}

function withNote([newest, ...others]: readonly RamdiskLog[], words: string): readonly RamdiskLog[] {
  if (!newest) return others;
  const cut = [newest.cut, `Another place of ramdisk logs could not be read: ${words}`].filter(Boolean);
  return [{ ...newest, cut: cut.join('. ') }, ...others];
}

/** A bug is thrown on. */
function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  throw error;
}
