import { promises as fs } from 'node:fs';
import { type Check, ok, skipped, warn } from '../check.ts';

/** Of files that hold passwords: read by anybody else. */
const OTHERS = 0o007;

export default {
  id: 'file-access',
  title: 'Secret files',
  section: 'machine',
  place: 3,
  async run({ env }) {
    const files = [env['OS_CLIENT_CONFIG_FILE'], env['OS_CLIENT_SECURE_FILE']].filter((path) => path);
    const looked = await Promise.all(
      files.map(async (path = '') => ({ path, stat: await fs.stat(path).catch(() => undefined) })),
    );
    const there = looked.filter(({ stat }) => stat !== undefined);
    if (there.length === 0) return skipped('no file is named by OS_CLIENT_CONFIG_FILE');
    const open = there.filter(({ stat }) => stat && (stat.mode & OTHERS) !== 0);
    if (open.length === 0) return ok('passwords are not for everybody on this machine to read');
    const paths = open.map(({ path }) => path).join(' ');
    return warn(`everybody on this machine can read ${paths}`, `chmod o-rwx ${paths}`);
  },
} satisfies Check;
