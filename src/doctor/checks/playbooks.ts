import { promises as fs } from 'node:fs';
import { loadPlaybooks } from '../../compose.ts';
import { type Check, fail, ok, skipped } from '../check.ts';

export default {
  id: 'playbooks',
  title: 'Playbooks',
  section: 'configuration',
  place: 4,
  async run({ config }) {
    if (!config) return skipped('the configuration cannot be read');
    const folders = config.playbooksPath;
    const missing = await gone(folders);
    if (missing.length > 0)
      return missing.map((folder) =>
        fail(
          `playbooks_path names ${folder}, which is no folder that can be read`,
          `mkdir -p ${folder}   (or correct playbooks_path)`,
        ),
      );
    const [all, ours] = await Promise.all([loadPlaybooks(folders), loadPlaybooks([])]);
    return ok(`${ours.length} of this release, ${all.length - ours.length} of your own`);
  },
} satisfies Check;

async function gone(folders: readonly string[]): Promise<readonly string[]> {
  const looked = folders.map(async (folder) =>
    fs.readdir(folder).then(
      () => [],
      () => [folder],
    ),
  );
  return (await Promise.all(looked)).flat();
}
