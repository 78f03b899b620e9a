import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Of package-lock.json (docs.npmjs.com, package-lock.json). */
export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface LockedPackage {
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

/** docs/licences.md: everything that runs, none of what only builds and tests it. */
export function licenceList({ packages }: Lock): string {
  const running = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
  const lines = running.map(([path, { version, license }]) => [
    nameOf(path),
    version,
    license ?? 'none said',
  ]);
  const sorted = [...new Set(lines.map((cells) => `| ${cells.join(' | ')} |`))].sort();
  return `${HEAD}${sorted.join('\n')}\n`;
}

const HEAD = `# Licences

Ironic on-call is under the Apache License 2.0. What it consists of besides, with \`npm run licences\` made from the lockfile; a bundle
has their texts in \`THIRD-PARTY.txt\`. Packages of other platforms than yours are listed too.

| package | version | licence |
|---|---|---|
`;

const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(await readFile(new URL('../package-lock.json', import.meta.url), 'utf8')) as Lock;
  await writeFile(new URL('../docs/licences.md', import.meta.url), licenceList(lock));
}
