import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const page = read('docs/operating.md');
const { scripts, version } = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  version: string;
};

test('every number of ours is on the page', () => {
  const names = new Set(
    [...read('docs/monitoring/dashboard.json').matchAll(/ironic_oncall_\w+/g)].map(([name]) =>
      name.replace(/_(?:bucket|count)$/, ''),
    ),
  );
  expect(names.size).toBeGreaterThan(10);
  expect([...names].filter((name) => !page.includes(name))).toEqual([]);
});

test('what it tells to type is there', () => {
  const told = [...page.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name = '']) => name);
  expect(told.filter((name) => !(name in scripts))).toEqual([]);
  for (const [, path = ''] of page.matchAll(/\]\(((?!http)[^)#]+)\)/g))
    expect(() => read(`docs/${path}`)).not.toThrow();
});

test('the changelog has this version, and the image is called by it', () => {
  expect(read('CHANGELOG.md')).toMatch(new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] - `, 'm'));
  expect(page).toContain(`ironic-oncall:${version}`);
});
