import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Unit {
  readonly id: string;
}

/**
 * The folder is the registry: every `.ts` file in it default-exports one unit whose `id` is the file's name. Sorted
 * by id. A file that breaks this rule stops the start with a message that names it; `check` says what else is wrong
 * with a unit, or nothing.
 */
export async function discover<T extends Unit>(
  folder: string,
  kind: string,
  check: (unit: unknown) => string | undefined,
): Promise<readonly T[]> {
  const files = (await readdir(folder, { withFileTypes: true }))
    .filter(
      (entry) =>
        // A folder that Kubernetes mounts has links to its files.
        (entry.isFile() || entry.isSymbolicLink()) &&
        /^[^.].*\.(?:ts|mts|mjs|js)$/.test(entry.name) &&
        !/\.(?:test|d)\./.test(entry.name),
    )
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      const loaded = (await import(pathToFileURL(path).href)) as { default?: unknown };
      const unit = loaded.default;
      if (unit === null || typeof unit !== 'object')
        throw new Error(`${path} does not default-export a ${kind}.`);
      const expected = basename(file).replace(/\.[^.]+$/, '');
      const id = (unit as Partial<Unit>).id;
      if (id !== expected)
        throw new Error(`${path}: the ${kind}'s id is ${JSON.stringify(id)}, its file says "${expected}".`);
      const wrong = check(unit);
      if (wrong) throw new Error(`${path}: ${wrong}.`);
      return unit as T;
    }),
  );
}
