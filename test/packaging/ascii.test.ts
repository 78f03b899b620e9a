import { expect, test } from 'vitest';
import { asciiOnly } from '../../packaging/ascii.ts';

test.each([
  ['a text', "'… “x” 😀'"],
  ['a regular expression', '/^[•●]$/.test("•")'],
  ['one that knows whole signs', '/^😀$/u.test("😀")'],
  ['a template with a tag that reads what was meant', '((s) => s[0])`über`'],
])('%s means the same', (_, program) => {
  const escaped = asciiOnly(program, 'x.mjs');
  expect(escaped).toMatch(/^[\x00-\x7f]*$/);
  const run = (text: string) => new Function(`return ${text}`)() as unknown;
  expect(run(escaped)).toEqual(run(program));
});

test.each(['String.raw`ü`', "'\\ü'"])('%s would mean something else, and stops the bundle', (program) => {
  expect(() => asciiOnly(program, 'x.mjs')).toThrow(/^x\.mjs: .*cannot be written with escapes/);
});
