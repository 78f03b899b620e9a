import { expect, test } from 'vitest';
import { rewritten } from '../../packaging/rooted.ts';

test('a file keeps the address that it has in the project, and its lines keep their numbers', () => {
  const text = "const a = 1;\nconst b = new URL('./x', import.meta.url);\n";
  const lines = rewritten(text, 'src/sandbox/y.ts').split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/from '#root'; const a = 1;$/);
  expect(lines[1]).toBe('const b = new URL(\'./x\', __at("src/sandbox/y.ts"));');
});

test('files of packages are looked for among those that come along', () => {
  const text = 'const { resolve } = createRequire(import.meta.url);';
  expect(rewritten(text, 'src/x.ts')).toMatch(/const { resolve } = __assets;$/);
});

test('the name of the package itself is left to Node', () => {
  const text = "import.meta.resolve('ironic-oncall/playbook')";
  expect(rewritten(text, 'src/x.ts').endsWith(text)).toBe(true);
});

test.each(['import.meta.dirname', 'import.meta.filename', "import.meta.resolve('zod')", 'import.meta.main'])(
  '%s stops the bundle',
  (text) => {
    expect(() => rewritten(text, 'src/x.ts')).toThrow(/src\/x\.ts: a bundle would not know/);
  },
);
