import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * A bundler joins files, so that `import.meta.url` is no longer where they lay. Ours then get the address that they
 * would have in `dist`, which is laid out as the project is.
 */
export function rooted(top: string): Plugin {
  const own = /[/\\](?:src|playbooks|commands)[/\\].*\.ts$/;
  return {
    name: 'rooted',
    setup(build) {
      build.onResolve({ filter: /^#root$/ }, () => ({ path: '#root', external: true }));
      build.onLoad({ filter: own }, async ({ path }) => {
        const file = relative(top, path).replaceAll('\\', '/');
        if (file.startsWith('node_modules/')) return undefined;
        const text = await readFile(path, 'utf8');
        return text.includes('import.meta') ? { contents: rewritten(text, file), loader: 'ts' } : undefined;
      });
    },
  };
}

/** @throws Error for a use of `import.meta` that would mean something else in a bundle */
export function rewritten(text: string, file: string): string {
  const moved = text
    .replaceAll('createRequire(import.meta.url)', '__assets')
    .replaceAll('import.meta.url', `__at(${JSON.stringify(file)})`);
  // A package finds itself by its name, wherever in it one asks.
  const [strange] = /import\.meta(?!\.resolve\('ironic-oncall\/)[.\w]*/.exec(moved) ?? [];
  if (strange) throw new Error(`${file}: a bundle would not know what ${strange} is here.`);
  // On the first line, so that those below keep their numbers.
  return `import { at as __at, assets as __assets } from '#root'; ${moved}`;
}
