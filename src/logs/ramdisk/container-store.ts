import type { Readable } from 'node:stream';
import type { RamdiskLogStore } from './ramdisk-log.ts';
import { parseTarballName, tarballPrefix } from './tarball-name.ts';

/** One object of a container, as far as it matters here. */
export interface StoredObject {
  readonly name: string;
  readonly bytes: number | null;
}

/** What of an object store is needed; the composition root lends us the cloud's own. @throws ServiceError */
export interface ObjectReads {
  objects(container: string, prefix: string, signal: AbortSignal): Promise<readonly StoredObject[]>;
  download(container: string, object: string, signal: AbortSignal): Promise<Readable>;
}

/** `[agent]deploy_logs_swift_container`. */
export function createContainerStore(container: string, reads: ObjectReads): RamdiskLogStore {
  const name = `Swift container ${container}`;
  return {
    name,
    async list(node_uuid, signal) {
      const objects = await reads.objects(container, tarballPrefix(node_uuid), signal);
      return objects.flatMap(({ name: file, bytes }) => {
        const parsed = parseTarballName(file, node_uuid);
        return parsed ? [{ ...parsed, place: name, size: bytes }] : [];
      });
    },
    open: ({ file }, signal) => reads.download(container, file, signal),
  };
}
