import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Lock, licenceList } from '../../packaging/licence-list.ts';

const top = new URL('../../', import.meta.url);
const lock = JSON.parse(readFileSync(new URL('package-lock.json', top), 'utf8')) as Lock;
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

test('docs/licences.md is of this lockfile', () => {
  const current = readFileSync(new URL('docs/licences.md', top), 'utf8') === licenceList(lock);
  expect(current, 'docs/licences.md is of yesterday: run `npm run licences` and commit it').toBe(true);
});

test('what runs is under licences that ask for no more than to be named', () => {
  const PERMISSIVE = /^(?:MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|MIT-0)$/;
  // The letters of DejaVu: Bitstream Vera's licence, which lets them be passed on as they are.
  const READ = ['node_modules/dejavu-fonts-ttf'];
  const strange = packages.filter(
    ([path, { dev, license }]) => !dev && !READ.includes(path) && !PERMISSIVE.test(license ?? ''),
  );
  expect(strange.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
});

test('every package comes from the registry with a sum to hold it against, and none that runs has an install script', () => {
  // Where no address stands, npm asks its registry and nobody else.
  const elsewhere = packages.filter(([, { resolved }]) => resolved !== undefined);
  expect(elsewhere.map(([path]) => path)).toEqual([]);
  expect(packages.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([]);
  const scripts = packages.filter(([, { hasInstallScript, dev }]) => hasInstallScript && !dev);
  expect(scripts.map(([path]) => path)).toEqual([]);
});

test('it lists what runs and not what tests it', () => {
  const list = licenceList({
    packages: {
      '': { version: '1' },
      'node_modules/a/node_modules/@b/c': { version: '2.0.0', license: 'MIT' },
      'node_modules/d': { version: '3.0.0', license: 'ISC', dev: true },
      'node_modules/e': { version: '4.0.0' },
    },
  });
  expect(list.split('\n').slice(-3)).toEqual(['| @b/c | 2.0.0 | MIT |', '| e | 4.0.0 | none said |', '']);
});
