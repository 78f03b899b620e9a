import { type Dirent, promises as fs } from 'node:fs';
import type { FilePattern, Step } from './file-pattern.ts';

/** What a walk found; it never throws. */
export interface Found {
  readonly paths: readonly string[];
  /** Folders that could not be listed although the pattern leads into them. */
  readonly closed: readonly string[];
  /** More was there than anybody walks through. */
  readonly tooMany: boolean;
}

const MOST_FILES = 20_000;
const MOST_FOLDERS = 20_000;

/**
 * Paths that the pattern means, files and what else bears such a name. `**` does not follow links to folders, as in a
 * shell, so that a loop of links ends.
 */
export async function findFiles(pattern: FilePattern, signal: AbortSignal): Promise<Found> {
  const paths: string[] = [];
  const closed: string[] = [];
  let folders = 0;
  let tooMany = false;

  async function list(folder: string): Promise<readonly Dirent[]> {
    folders += 1;
    try {
      return await fs.readdir(folder === '' ? '/' : folder, { withFileTypes: true });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') closed.push(folder);
      return [];
    }
  }

  async function walk(folder: string, steps: readonly Step[]): Promise<void> {
    if (signal.aborted) return;
    if (paths.length >= MOST_FILES || folders >= MOST_FOLDERS) {
      tooMany = true;
      return;
    }
    const [step, ...rest] = steps;
    if (!step) {
      paths.push(folder);
      return;
    }
    if (step.kind === 'name') return walk(`${folder}/${step.name}`, rest);
    const entries = await list(folder);
    if (step.kind === 'deep') {
      if (rest.length > 0) await walk(folder, rest);
      for (const entry of entries) {
        if (entry.name.startsWith('.')) continue;
        if (entry.isDirectory()) await walk(`${folder}/${entry.name}`, steps);
        else if (rest.length === 0) await walk(`${folder}/${entry.name}`, rest);
      }
      return;
    }
    for (const entry of entries) {
      if (step.matches(entry.name) && (rest.length === 0 || !entry.isFile()))
        await walk(`${folder}/${entry.name}`, rest);
    }
  }

  await walk('', pattern.steps);
  return { paths: [...new Set(paths)], closed, tooMany };
}
