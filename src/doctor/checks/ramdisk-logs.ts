import { promises as fs } from 'node:fs';
import { ServiceError } from '../../core/errors.ts';
import type { RamdiskLogsConfig } from '../../logs/config.ts';
import { type Check, fail, ok, skipped, type Told, warn } from '../check.ts';
import type { CloudSight } from '../cloud-sight.ts';
import { mendOf } from '../mend.ts';

export default {
  id: 'ramdisk-logs',
  title: 'Ramdisk logs',
  section: 'logs',
  place: 2,
  async run({ config, clouds }) {
    const places = config?.ramdiskLogs;
    if (!places)
      return warn(
        'no place is named: nothing can be said of what deploy ramdisks left behind',
        'ramdisk_logs: [{ directory: /var/log/ironic/deploy }]   (in ironic-oncall.yml; [agent]deploy_logs_local_path of the conductors)',
      );
    return (await Promise.all(places.map((place) => look(place, clouds)))).flat();
  },
} satisfies Check;

async function look(
  place: RamdiskLogsConfig[number],
  clouds: readonly CloudSight[],
): Promise<readonly Told[]> {
  if ('directory' in place) return [await lookAtFolder(place.directory)];
  const own = clouds.filter(({ name }) => place.clouds === undefined || place.clouds.includes(name));
  return Promise.all(own.map((cloud) => lookAtContainer(place.swift, cloud)));
}

async function lookAtFolder(folder: string): Promise<Told> {
  try {
    const names = await fs.readdir(folder);
    return ok(`${folder}: ${names.length} entries`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const there = code === 'EACCES' || code === 'EPERM';
    return fail(
      `${folder} ${there ? 'may not be read by this user' : `cannot be read (${code})`}`,
      there
        ? `setfacl -R -m u:<user>:rX ${folder}`
        : 'correct directory under ramdisk_logs: [agent]deploy_logs_local_path of the conductor, as this machine sees it',
    );
  }
}

async function lookAtContainer(container: string, cloud: CloudSight): Promise<Told> {
  const reader = await cloud.ready();
  if (!reader) return skipped(`container ${container}: nobody is logged in to cloud ${cloud.name}`);
  try {
    const path = `/${encodeURIComponent(container)}?format=json&limit=1`;
    const { status } = await reader.look.get('swift', path);
    if (status === 404)
      return fail(
        `Swift of cloud ${cloud.name} has no container ${container} in this project`,
        'correct swift under ramdisk_logs, or let the entry be of the project that Ironic writes into ([swift] of ironic.conf)',
      );
    if (status === 401 || status === 403)
      return fail(
        `Swift of cloud ${cloud.name} does not let ${container} be read (HTTP ${status})`,
        `swift post --read-acl '<project>:<user>' ${container}`,
      );
    if (status >= 400)
      return fail(
        `Swift of cloud ${cloud.name} fails (HTTP ${status})`,
        "look at Swift's own log and health",
      );
    return ok(`container ${container} of cloud ${cloud.name} can be read`);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const mend =
      error.code === 'not-in-catalog' ? 'take swift out of ramdisk_logs, or name a directory' : mendOf(error);
    return fail(error.message, mend);
  }
}
