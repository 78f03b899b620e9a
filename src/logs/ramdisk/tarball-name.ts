import { isUuid } from '../../lib/uuid.ts';
import type { RamdiskLogFile } from './ramdisk-log.ts';

/** Ironic's names hold nothing else; a longer or stranger name was not written by a conductor. */
const PLAIN = /^[A-Za-z0-9][\w.:~-]{0,600}$/;
const ENDING = /_(\d{4}-\d{2}-\d{2})-(\d{2})[:-](\d{2})[:-](\d{2})\.tar\.gz$/;

/** What a listing is asked for: a UUID has a fixed length, so that no other node's tarball begins like this. */
export const tarballPrefix = (node_uuid: string): string => `${node_uuid}_`;

/**
 * What a tarball's name tells, or undefined when it is not one of that node's. Openstack/ironic ironic/drivers/utils.py,
 * get_ramdisk_logs_file_name: `<uuid>[_<name>][_<instance>][_<label>]_<time>.tar.gz`, in UTC. Older releases write the
 * time with colons and no name and label; the name may itself hold underscores.
 */
export function parseTarballName(
  file: string,
  node_uuid: string,
): Pick<RamdiskLogFile, 'file' | 'collected_at' | 'instance_uuid'> | undefined {
  const ending = ENDING.exec(file);
  if (!PLAIN.test(file) || !file.startsWith(tarballPrefix(node_uuid)) || !ending) return undefined;
  const [, day, hour, minute, second] = ending;
  const time = `${day}T${hour}:${minute}:${second}Z`;
  const fields = file.slice(node_uuid.length + 1, Math.max(ending.index, node_uuid.length)).split('_');
  return {
    file,
    collected_at: Number.isNaN(Date.parse(time)) ? null : time,
    instance_uuid: fields.findLast((field) => isUuid(field)) ?? null,
  };
}

/** Newest first; what tells no time last. */
export function byAge(a: Pick<RamdiskLogFile, 'collected_at'>, b: typeof a): number {
  return (b.collected_at ?? '').localeCompare(a.collected_at ?? '');
}
