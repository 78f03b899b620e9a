import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const writer = read('docs/openstack/writer.md');

test('the page about the writer says of every remedy what it wants', () => {
  const calls = readdirSync(new URL('../src/remediations', import.meta.url))
    .map((file) => basename(file, '.ts'))
    .filter((id) => id !== 'retry-later');
  expect(calls.length).toBeGreaterThan(20);
  expect(calls.filter((id) => !new RegExp(`(?<![\\w-])${id}(?![\\w-])`).test(writer))).toEqual([]);
});

test('every rule of Ironic on that page is one that the script prints', () => {
  const script = read('docs/openstack/oncall-rules');
  const rules = [...writer.matchAll(/Ironic ((?:`[\w:]+`(?:, )?)+)/g)].flatMap(([, words = '']) =>
    [...words.matchAll(/`([\w:]+)`/g)].map(([, rule = '']) => rule),
  );
  expect(rules.length).toBeGreaterThan(8);
  expect(rules.filter((rule) => !script.includes(rule.replace(/^baremetal:/, '')))).toEqual([]);
});
