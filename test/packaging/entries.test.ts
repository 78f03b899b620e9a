import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ASSETS, COPIED, entriesOf, REGISTRIES } from '../../packaging/entries.ts';

const top = fileURLToPath(new URL('../..', import.meta.url));
const entries = entriesOf(top);

test('every folder that is discovered is a registry of the bundle', () => {
  const sources = readdirSync(join(top, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(top, 'src', name), 'utf8'));
  const discovered = sources.flatMap((text) =>
    [...text.matchAll(/discover<[^>]*>\(\s*folderOf\('([^']+)'\)/g)].map(([, folder = '']) => folder),
  );
  expect(discovered.length).toBeGreaterThan(2);
  expect(discovered.filter((folder) => !REGISTRIES.includes(folder))).toEqual([]);
});

test('every program of package.json that is no tool of ours is in it', () => {
  const { scripts } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const programs = Object.values(scripts).flatMap((line) => /^node (src\/[\w-]+\.ts)$/.exec(line)?.[1] ?? []);
  const missing = programs.filter((file) => !Object.values(entries).includes(file));
  expect(missing).toEqual(['src/make-docs.ts']);
});

test('what it copies is there, and units lie where the bundle looks for them', () => {
  for (const path of COPIED) expect(existsSync(join(top, path)), path).toBe(true);
  for (const path of ASSETS) expect(existsSync(join(top, 'node_modules', path)), path).toBe(true);
  expect(entries['playbooks/healthy']).toBe('playbooks/healthy.ts');
  expect(entries['main']).toBe('src/main.ts');
});
