import { type Check, ok, skipped, warn } from '../check.ts';

export default {
  id: 'cloud-reader-power',
  title: 'What it may do',
  section: 'cloud',
  place: 6,
  async run(cloud) {
    const reader = await cloud.ready();
    if (!reader) return skipped('the reader is not logged in');
    const holder = await reader.login();
    if (!holder) return skipped('without Keystone there are no roles');
    const mighty = holder.roles.filter((role) => ['admin', 'member', 'service', 'manager'].includes(role));
    if (mighty.length === 0) return ok('reads only');
    return warn(
      `the reader could change things too: it has the role ${mighty.join(', ')}`,
      'give diagnosis a user of its own with the role reader: docs/openstack/reader.md has the commands',
    );
  },
} satisfies Check;
