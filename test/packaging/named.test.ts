import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { named } from '../../packaging/named.ts';

const TOP = `${join(import.meta.dirname, '../..')}/`;

test('a package in CommonJS has in a bundle the names that Node gives it, also where it names a default itself', async () => {
  const name = 'ioredis';
  const folder = mkdtempSync(join(tmpdir(), 'named-'));
  const source = join(folder, 'source.ts');
  writeFileSync(
    source,
    `export const names = async () => Object.keys(await import(${JSON.stringify(name)}));`,
  );
  const outfile = join(folder, 'bundled.mjs');
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    nodePaths: [join(TOP, 'node_modules')],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [named([name], TOP)],
  });
  const { names } = (await import(/* @vite-ignore */ pathToFileURL(outfile).href)) as {
    names(): Promise<string[]>;
  };
  const given = Object.keys((await import(name)) as object);
  const known = ['module.exports', '__esModule', ...(await names())];
  expect(given.filter((one) => !known.includes(one))).toEqual([]);
  expect(given).toContain('Redis');
  rmSync(folder, { recursive: true });
});
