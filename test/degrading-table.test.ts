import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, root), 'utf8');

/** Of each row, the name that it begins with. */
function rows(): readonly string[] {
  const [, section = ''] = /^## When something is ill\n([\s\S]*?)^## /m.exec(read('docs/operating.md')) ?? [];
  const lines = section.split('\n').filter((line) => line.startsWith('| ') && !/^\| what is ill /.test(line));
  return lines.map((line) => /^\| `([a-z0-9-]+)` /.exec(line)?.[1] ?? line);
}

/** Of each suite, what it is called; a file of which nothing can be read has none. */
function suites(): readonly string[] {
  const files = globSync('test/degrading/**/*.test.ts', { cwd: root });
  expect(files.length).toBeGreaterThan(0);
  return files.flatMap((file) =>
    [...read(file).matchAll(/^describe(?:\.\w+\([^\n]*?\))?\(\s*'([^']+)'/gm)].map(([, name = '']) => name),
  );
}

test('every row about what is ill has its tests, and no test is without its row', () => {
  expect(rows().length).toBeGreaterThan(0);
  expect([...new Set(suites())].sort()).toEqual([...rows()].sort());
});

test('no row says less than four things', () => {
  const lines = read('docs/operating.md').split('\n');
  for (const name of rows()) {
    const cells = lines.find((line) => line.startsWith(`| \`${name}\` `))?.split(' | ') ?? [];
    expect(cells, name).toHaveLength(4);
    for (const cell of cells) expect(cell.replace(/^\|? ?`[^`]*`/, '').trim(), name).toMatch(/\w{3}/);
  }
});
