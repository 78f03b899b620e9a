import { constants } from 'node:fs';
import { open, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceError, type ServiceErrorCode } from '../../core/errors.ts';
import type { RamdiskLogFile, RamdiskLogStore } from './ramdisk-log.ts';
import { parseTarballName } from './tarball-name.ts';

/** A conductor that was never tidied up has a great many; what is looked for is among the newest anyway. */
const MOST_ENTRIES = 200_000;

/** `[agent]deploy_logs_local_path` of a conductor, as this machine sees it. `host` is the conductor, for people. */
export function createDirectoryStore(directory: string, host: string): RamdiskLogStore {
  const name = `${host}:${directory}`;
  return {
    name,

    async list(node_uuid, signal) {
      const found: RamdiskLogFile[] = [];
      try {
        let seen = 0;
        for await (const entry of await opendir(directory)) {
          signal.throwIfAborted();
          seen += 1;
          if (seen > MOST_ENTRIES) break;
          const parsed = parseTarballName(entry.name, node_uuid);
          // A link may lead anywhere, also out of the folder.
          if (parsed && entry.isFile()) found.push({ ...parsed, place: name, size: null });
        }
      } catch (error) {
        throw inWords(error, name, signal);
      }
      return found;
    },

    async open({ file }, signal) {
      try {
        // What was a file when it was listed may be a link or a pipe by now.
        const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
        const handle = await open(join(directory, file), flags);
        if (!(await handle.stat()).isFile()) {
          await handle.close();
          throw new ServiceError(`${name} holds something that is no file`, {
            code: 'bad-answer',
            service: 'logs',
          });
        }
        return handle.createReadStream({ signal, highWaterMark: 65_536 });
      } catch (error) {
        throw error instanceof ServiceError ? error : inWords(error, name, signal);
      }
    },
  };
}

const REASONS: Readonly<Record<string, readonly [ServiceErrorCode, string]>> = {
  ENOENT: ['not-found', 'is not there'],
  ENOTDIR: ['not-found', 'is no folder'],
  ELOOP: ['bad-answer', 'holds a link in the place of a tarball'],
  EACCES: ['forbidden', 'may not be read by the user that this runs as'],
  EPERM: ['forbidden', 'may not be read by the user that this runs as'],
  ESTALE: ['unreachable', 'is on a file system that does not answer'],
  EIO: ['unreachable', 'is on a file system that does not answer'],
};

function inWords(error: unknown, name: string, signal: AbortSignal): ServiceError {
  if (signal.aborted) {
    return new ServiceError(`${name} was not read in time`, { code: 'timeout', service: 'logs' });
  }
  const errno = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  const [code, words] = REASONS[errno] ?? (['bad-answer', `cannot be read (${errno})`] as const);
  return new ServiceError(`${name} ${words}`, { code, service: 'logs' });
}
