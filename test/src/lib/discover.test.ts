import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { discover } from '../../../src/lib/discover.ts';

function folder(files: Record<string, string>): string {
  const path = mkdtempSync(join(tmpdir(), 'discover-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}
const fine = () => undefined;

test('every file of the folder is a unit, in the order of their ids; tests and notes are not', async () => {
  const path = folder({
    'b.ts': "export default { id: 'b' }",
    'a.ts': "export default { id: 'a' }",
    'a.test.ts': 'throw new Error()',
    'README.md': '',
  });
  expect((await discover(path, 'playbook', fine)).map((unit) => unit.id)).toEqual(['a', 'b']);
});

test('files that are links to others count, as Kubernetes lays them', async () => {
  const path = folder({});
  mkdirSync(join(path, '..2026'));
  writeFileSync(join(path, '..2026', 'a.ts'), "export default { id: 'a' }");
  symlinkSync('..2026', join(path, '..data'));
  symlinkSync('..data/a.ts', join(path, 'a.ts'));
  expect((await discover(path, 'playbook', fine)).map((unit) => unit.id)).toEqual(['a']);
});

test('an id that is not the file name is refused with both', async () => {
  const path = folder({ 'a.ts': "export default { id: 'z' }" });
  await expect(discover(path, 'playbook', fine)).rejects.toThrow(/"z".*"a"/);
});

test('a file without a default export is refused by name', async () => {
  const path = folder({ 'a.ts': 'export const x = 1' });
  await expect(discover(path, 'playbook', fine)).rejects.toThrow(/a\.ts does not default-export a playbook/);
});

test('what else is wrong is said with the file', async () => {
  const path = folder({ 'a.ts': "export default { id: 'a' }" });
  await expect(discover(path, 'playbook', () => 'a playbook needs a title')).rejects.toThrow(
    /a\.ts: a playbook needs a title/,
  );
});
